import { DynamoDBClient, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { parseTicker } from '@evenkeel/domain/prices';
import { priceHistoryWriter } from '@evenkeel/dynamo/prices';
import { transact } from '../../../../shared/dynamo/src/requests/transaction';
import { bar } from '../../../factories/bars';
import { stillMachine } from '../../../factories/machine';
import { cancelled } from '../../../support/dynamo-faults';
import { failureOf } from '../../../support/failure';

const dynamo = mockClient(DynamoDBClient);
const client = new DynamoDBClient({ region: 'us-east-1' });
let machine = stillMachine();
const send = () => transact(client, [], { what: 'the view', machine });
beforeEach(() => {
  dynamo.reset();
  machine = stillMachine();
});

test('is refused when a condition does not hold, whatever else happened to it', async () => {
  dynamo.on(TransactWriteItemsCommand).rejects(cancelled('ConditionalCheckFailed', 'TransactionConflict'));
  expect(await send()).toBe('refused');
  expect(machine.pauses).toEqual([]);
});

test.each(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'])(
  'tries again, as the same transaction, after %s',
  async (code) => {
    dynamo.on(TransactWriteItemsCommand).rejectsOnce(cancelled('None', code)).resolves({});
    expect(await send()).toBe('written');
    const tokens = dynamo.commandCalls(TransactWriteItemsCommand).map((call) => call.args[0].input.ClientRequestToken);
    expect(tokens).toHaveLength(2);
    expect(tokens[0]).toBe(tokens[1]);
    expect(machine.pauses).toHaveLength(1);
  },
);

test('gives up after eight times, and says why', async () => {
  dynamo.on(TransactWriteItemsCommand).rejects(cancelled('None', 'ThrottlingError'));
  const error = await failureOf(send());
  expect(error).toMatchObject({ code: 'failed', message: 'the view could not be written: ThrottlingError; try again' });
  expect(dynamo.calls()).toHaveLength(8);
});

test('gives up at once on what waiting does not mend', async () => {
  dynamo.on(TransactWriteItemsCommand).rejects(cancelled('ValidationError'));
  expect((await failureOf(send())).code).toBe('failed');
  expect(dynamo.calls()).toHaveLength(1);
});

test('a replacement of a bar that is throttled for a moment is not a bar that has changed', async () => {
  dynamo.on(TransactWriteItemsCommand).rejectsOnce(cancelled('None', 'TransactionConflict')).resolves({});
  const [before, after] = [bar('2024-06-14'), bar('2024-06-14', { close: 101 })];
  const provenance = { source: 'test', recordedAt: '2024-06-14T22:00:00.000Z' };
  expect(await priceHistoryWriter(client, 'prices').replace(parseTicker('QQQ'), before, after, provenance, {})).toBe(
    true,
  );
});
