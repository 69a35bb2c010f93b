import { BatchWriteItemCommand, DynamoDBClient, type WriteRequest } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { slots } from '@evenkeel/dynamo/pacing';
import type { Item } from '@evenkeel/dynamo/requests';
import { BATCH_SIZE, batchWrite, isPassing } from '../../../../shared/dynamo/src/requests/batch-write';
import { stillMachine } from '../../../factories/machine';
import { failureOf } from '../../../support/failure';

const TABLE = 'prices';
const client = new DynamoDBClient({ region: 'us-east-1' });
const mock = mockClient(client);
beforeEach(() => mock.reset());

const items = (count: number): Item[] => Array.from({ length: count }, (_, index) => ({ id: { S: String(index) } }));
interface Input {
  readonly RequestItems?: Record<string, WriteRequest[]> | undefined;
}
const requestsOf = (input: Input): WriteRequest[] => input.RequestItems?.[TABLE] ?? [];
const idOf = (request: WriteRequest): string => request.PutRequest?.Item?.id?.S ?? '?';
const named = (name: string, status = 400): Error =>
  Object.assign(new Error(name), { name, $metadata: { httpStatusCode: status } });

test('all items are written once, in chunks that BatchWriteItem takes', async () => {
  const written: string[] = [];
  const sizes: number[] = [];
  mock.on(BatchWriteItemCommand).callsFake((input: Input) => {
    sizes.push(requestsOf(input).length);
    written.push(...requestsOf(input).map(idOf));
    return {};
  });
  await batchWrite(client, TABLE, items(60));
  expect(sizes.toSorted()).toEqual([10, BATCH_SIZE, BATCH_SIZE]);
  expect(written.map(Number).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, index) => index));
});

test('what is left unprocessed is sent again, and only that, after a pause', async () => {
  const machine = stillMachine();
  const sent: string[][] = [];
  mock.on(BatchWriteItemCommand).callsFake((input: Input) => {
    const requests = requestsOf(input);
    sent.push(requests.map(idOf));
    return sent.length < 3 ? { UnprocessedItems: { [TABLE]: requests.slice(1) } } : {};
  });
  await batchWrite(client, TABLE, items(3), { machine });
  expect(sent).toEqual([['0', '1', '2'], ['1', '2'], ['2']]);
  expect(machine.pauses).toHaveLength(2);
});

test('pauses without progress grow, are jittered and have a ceiling', async () => {
  const machine = stillMachine();
  let calls = 0;
  mock.on(BatchWriteItemCommand).callsFake(() => {
    calls += 1;
    if (calls <= 12) throw named('ProvisionedThroughputExceededException');
    return {};
  });
  await batchWrite(client, TABLE, items(1), { machine });
  expect(machine.pauses).toEqual([75, 150, 300, 600, 1200, 2400, 3750, 3750, 3750, 3750, 3750, 3750]);
});

test('pauses begin again from the shortest after progress', async () => {
  const machine = stillMachine();
  let calls = 0;
  mock.on(BatchWriteItemCommand).callsFake((input: Input) => {
    calls += 1;
    if (calls === 3) return { UnprocessedItems: { [TABLE]: requestsOf(input).slice(1) } };
    if (calls <= 4) throw named('ThrottlingException');
    return {};
  });
  await batchWrite(client, TABLE, items(2), { machine });
  expect(machine.pauses).toEqual([75, 150, 37.5, 75]);
});

test('when time is up the error says how far it came', async () => {
  const machine = stillMachine();
  mock.on(BatchWriteItemCommand).callsFake((input: Input) => {
    const requests = requestsOf(input);
    return { UnprocessedItems: { [TABLE]: requests.filter((request) => idOf(request) === '7') } };
  });
  const error = await failureOf(batchWrite(client, TABLE, items(30), { machine, deadline: 10_000 }));
  expect(error.code).toBe('failed');
  expect(error.message).toBe(
    'batch write to prices: 29 of 30 items sent were written when the time was up; run it again to complete it',
  );
});

test('an error that no waiting mends ends it at once, with the cause', async () => {
  const denied = named('AccessDeniedException');
  mock.on(BatchWriteItemCommand).rejects(denied);
  const error = await failureOf(batchWrite(client, TABLE, items(100), { machine: stillMachine() }));
  expect(error).toMatchObject({ code: 'failed', cause: denied });
  expect(mock.commandCalls(BatchWriteItemCommand).length).toBeLessThanOrEqual(4);
});

test('no more requests are in flight than allowed', async () => {
  let inFlight = 0;
  let most = 0;
  mock.on(BatchWriteItemCommand).callsFake(async () => {
    most = Math.max(most, (inFlight += 1));
    await new Promise((resolve) => setImmediate(resolve));
    inFlight -= 1;
    return {};
  });
  await batchWrite(client, TABLE, items(500), { concurrency: 3 });
  expect(most).toBe(3);
});

test('several writes share slots', async () => {
  let inFlight = 0;
  let most = 0;
  mock.on(BatchWriteItemCommand).callsFake(async () => {
    most = Math.max(most, (inFlight += 1));
    await new Promise((resolve) => setImmediate(resolve));
    inFlight -= 1;
    return {};
  });
  const shared = slots(5);
  await Promise.all([1, 2, 3].map(() => batchWrite(client, TABLE, items(300), { concurrency: 4, slots: shared })));
  expect(most).toBe(5);
  expect(mock.commandCalls(BatchWriteItemCommand)).toHaveLength(36);
});

test('a lost lease stops it before the next request', async () => {
  mock.on(BatchWriteItemCommand).resolves({});
  let checks = 0;
  const lost = new Error('the lease was lost');
  const check = (): void => {
    checks += 1;
    if (checks > 2) throw lost;
  };
  await expect(batchWrite(client, TABLE, items(200), { concurrency: 1, check })).rejects.toBe(lost);
  expect(mock.commandCalls(BatchWriteItemCommand)).toHaveLength(2);
});

test('nothing to write is no request', async () => {
  await batchWrite(client, TABLE, []);
  expect(mock.calls()).toHaveLength(0);
});

test.each([
  [named('ThrottlingException'), true],
  [named('InternalServerError', 500), true],
  [named('Whatever', 503), true],
  [Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }), true],
  [named('ResourceNotFoundException'), false],
  [named('ValidationException'), false],
  ['a string', false],
])('%s passes by itself: %s', (error, expected) => {
  expect(isPassing(error)).toBe(expected);
});
