import { BatchWriteItemCommand, DynamoDBClient, type WriteRequest } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { slots } from '@evenkeel/dynamo/pacing';
import { BATCH_SIZE, batchWrite, isPassing, type Item } from '@evenkeel/dynamo/requests';
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

/** A clock that only pauses move, and dice that always land in the middle. */
function stopwatch() {
  const pauses: number[] = [];
  let now = 0;
  return {
    pauses,
    options: {
      clock: () => now,
      sleep: (milliseconds: number) => {
        pauses.push(milliseconds);
        now += milliseconds;
        return Promise.resolve();
      },
      random: () => 0.5,
    },
  };
}

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
  const { options, pauses } = stopwatch();
  const sent: string[][] = [];
  mock.on(BatchWriteItemCommand).callsFake((input: Input) => {
    const requests = requestsOf(input);
    sent.push(requests.map(idOf));
    return sent.length < 3 ? { UnprocessedItems: { [TABLE]: requests.slice(1) } } : {};
  });
  await batchWrite(client, TABLE, items(3), options);
  expect(sent).toEqual([['0', '1', '2'], ['1', '2'], ['2']]);
  expect(pauses).toHaveLength(2);
});

test('pauses without progress grow, are jittered and have a ceiling', async () => {
  const { options, pauses } = stopwatch();
  let calls = 0;
  mock.on(BatchWriteItemCommand).callsFake(() => {
    calls += 1;
    if (calls <= 12) throw named('ProvisionedThroughputExceededException');
    return {};
  });
  await batchWrite(client, TABLE, items(1), options);
  expect(pauses).toEqual([50, 100, 200, 400, 800, 1600, 2500, 2500, 2500, 2500, 2500, 2500]);
});

test('pauses begin again from the shortest after progress', async () => {
  const { options, pauses } = stopwatch();
  let calls = 0;
  mock.on(BatchWriteItemCommand).callsFake((input: Input) => {
    calls += 1;
    if (calls === 3) return { UnprocessedItems: { [TABLE]: requestsOf(input).slice(1) } };
    if (calls <= 4) throw named('ThrottlingException');
    return {};
  });
  await batchWrite(client, TABLE, items(2), options);
  expect(pauses).toEqual([50, 100, 25, 50]);
});

test('when time is up the error says how far it came', async () => {
  const { options } = stopwatch();
  mock.on(BatchWriteItemCommand).callsFake((input: Input) => {
    const requests = requestsOf(input);
    return { UnprocessedItems: { [TABLE]: requests.filter((request) => idOf(request) === '7') } };
  });
  const error = await failureOf(batchWrite(client, TABLE, items(30), { ...options, deadline: 10_000 }));
  expect(error.code).toBe('failed');
  expect(error.message).toBe(
    'batch write to prices: 29 of 30 items sent were written when the time was up; run it again to complete it',
  );
});

test('an error that no waiting mends ends it at once, with the cause', async () => {
  const denied = named('AccessDeniedException');
  mock.on(BatchWriteItemCommand).rejects(denied);
  const error = await failureOf(batchWrite(client, TABLE, items(100), stopwatch().options));
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
