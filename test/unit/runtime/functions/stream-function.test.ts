import type { DynamoDBRecord } from 'aws-lambda';
import { streamFunction } from '@evenkeel/runtime/functions';
import { captureLines, invocationOf, type WrittenLines } from '../../../support/written-lines';

let written: WrittenLines;
beforeEach(() => {
  written = captureLines();
});
afterEach(() => jest.restoreAllMocks());

const record = (sequence?: string): DynamoDBRecord => ({
  dynamodb: { Keys: { ticker: { S: 'QQQ' } }, ...(sequence === undefined ? {} : { SequenceNumber: sequence }) },
});
const running = (run: (records: readonly DynamoDBRecord[]) => Promise<void>) =>
  streamFunction({ service: 'strategy', open: () => undefined, run: (_deps, records) => run(records) });
const refused = (): Promise<void> => Promise.reject(new Error('connection refused'));

describe('a function that a stream wakes', () => {
  test('answers that no record failed', async () => {
    const seen: unknown[] = [];
    const handler = running((records) => Promise.resolve(void seen.push(...records)));
    expect(await handler({ Records: [record('1')] }, invocationOf('1'))).toEqual({ batchItemFailures: [] });
    expect(seen).toEqual([record('1')]);
  });

  test('fails from the lowest sequence number on, compared as a number', async () => {
    const numbers = ['1000000000000000000000000010', '999999999999999999999999999', '1000000000000000000000000009'];
    expect(await running(refused)({ Records: numbers.map(record) }, invocationOf('1'))).toEqual({
      batchItemFailures: [{ itemIdentifier: '999999999999999999999999999' }],
    });
  });

  test('fails as a whole where no record has a number', async () => {
    const whole = { batchItemFailures: [{ itemIdentifier: '' }] };
    expect(await running(refused)({ Records: [{}, record()] }, invocationOf('1'))).toEqual(whole);
    expect(await running(refused)({ Records: [] }, invocationOf('1'))).toEqual(whole);
  });

  test('logs the keys of what failed, and counts it', async () => {
    await running(refused)({ Records: [record('1'), {}] }, invocationOf('9'));
    expect(written.logs()).toMatchObject([
      {
        level: 'ERROR',
        requestId: '9',
        message: 'failed: connection refused',
        records: [{ ticker: { S: 'QQQ' } }, null],
      },
    ]);
    expect(written.metrics()).toMatchObject([{ service: 'strategy', stage: 'test', Failures: 1 }]);
  });

  test.each([[null], [{}], [{ Records: null }]])('takes %j, which is no batch, for an empty one', async (event) => {
    const sizes: number[] = [];
    const handler = running((records) => Promise.resolve(void sizes.push(records.length)));
    expect(await handler(event, invocationOf('1'))).toEqual({ batchItemFailures: [] });
    expect(sizes).toEqual([0]);
    expect(written.logs()).toMatchObject([{ level: 'WARN', requestId: '1' }]);
  });

  test('passes over records that are none', async () => {
    const seen: unknown[] = [];
    const handler = running((records) => Promise.resolve(void seen.push(...records)));
    await handler({ Records: [null, record('1')] }, invocationOf('1'));
    expect(seen).toEqual([record('1')]);
    expect(await running(refused)({ Records: [null, record('1')] }, invocationOf('2'))).toEqual({
      batchItemFailures: [{ itemIdentifier: '1' }],
    });
  });
});
