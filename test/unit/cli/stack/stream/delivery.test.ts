import { AppError } from '@evenkeel/domain';
import fc from 'fast-check';
import { deliver, type FailedBatch } from '../../../../../cli/src/stack/stream/delivery';

type Record = { readonly dynamodb: { readonly SequenceNumber: string } };
const record = (n: number): Record => ({ dynamodb: { SequenceNumber: String(n) } });
const numbers = (records: readonly Record[]): number[] => records.map((each) => Number(each.dynamodb.SequenceNumber));

interface Run {
  /** Sequence numbers of each invocation. */
  readonly calls: number[][];
  readonly failed: FailedBatch[];
  readonly pauses: number[];
}

/** Delivers `count` records to `behave`, which answers or throws. */
async function run(
  count: number,
  behave: (batch: number[], call: number) => unknown,
  settings: { bisectOnError?: boolean; retries?: number; reportsFailures?: boolean } = {},
): Promise<Run> {
  const result: Run = { calls: [], failed: [], pauses: [] };
  await deliver(
    Array.from({ length: count }, (_, i) => record(i + 1)),
    { functionName: 'recompute', bisectOnError: false, retries: 2, reportsFailures: true, ...settings },
    {
      invoke: async (records) => {
        result.calls.push(numbers(records));
        return Promise.resolve(behave(numbers(records), result.calls.length));
      },
      onFailure: (batch) => result.failed.push(batch),
      pause: async (attempt) => Promise.resolve(void result.pauses.push(attempt)),
      stopping: () => false,
    },
  );
  return result;
}

const failures = (...identifiers: number[]) => ({
  batchItemFailures: identifiers.map((id) => ({ itemIdentifier: String(id) })),
});

describe('delivery of a batch', () => {
  test.each([undefined, null, {}, { batchItemFailures: [] }])('%j is success', async (answer) => {
    expect((await run(3, () => answer)).calls).toEqual([[1, 2, 3]]);
  });

  test('goes on from the lowest record that was reported', async () => {
    const { calls, failed } = await run(4, (_, call) => (call === 1 ? failures(4, 3) : null));
    expect(calls).toEqual([
      [1, 2, 3, 4],
      [3, 4],
    ]);
    expect(failed).toEqual([]);
  });

  // "Success and failure conditions" of the page on partial batch responses.
  test.each([
    ['an empty identifier', { batchItemFailures: [{ itemIdentifier: '' }] }],
    ['no identifier', { batchItemFailures: [{ itemIdentifier: null }] }],
    ['a wrong key', { batchItemFailures: [{ id: '2' }] }],
    ['no list', { batchItemFailures: 'all' }],
    ['no record of the batch', failures(99)],
    ['one of them and no record of the batch', failures(2, 99)],
  ])('a report with %s counts for all of it', async (_what, report) => {
    const { calls } = await run(3, (_, call) => (call === 1 ? report : null));
    expect(calls).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
  });

  test('with bisect a report cuts the batch where it says, and that costs no retry', async () => {
    const { calls, failed, pauses } = await run(6, (batch, call) => (call <= 3 ? failures(batch[1] ?? 0) : null), {
      bisectOnError: true,
      retries: 0,
    });
    expect(calls).toEqual([
      [1, 2, 3, 4, 5, 6],
      [2, 3, 4, 5, 6],
      [3, 4, 5, 6],
      [4, 5, 6],
    ]);
    expect([failed, pauses]).toEqual([[], []]);
  });

  test('a report that names the first record cuts nothing off, so the batch is halved', async () => {
    const { calls } = await run(4, (_, call) => (call === 1 ? failures(1) : null), { bisectOnError: true });
    expect(calls).toEqual([
      [1, 2, 3, 4],
      [1, 2],
      [3, 4],
    ]);
  });

  test('a function that cannot be called costs no retry', async () => {
    const { calls, failed, pauses } = await run(
      2,
      (_, call) => {
        if (call <= 5) throw new AppError('busy', 'nobody listens');
        return null;
      },
      { retries: 0, bisectOnError: true },
    );
    expect(calls).toHaveLength(6);
    expect(calls.at(-1)).toEqual([1, 2]);
    expect([failed, pauses.length]).toEqual([[], 5]);
  });

  test('reports are ignored where the event source does not ask for them', async () => {
    expect((await run(2, () => failures(1), { reportsFailures: false })).calls).toHaveLength(1);
  });

  test('retries are bounded, paused in between, and end with what is needed to replay', async () => {
    const { calls, failed, pauses } = await run(2, () => {
      throw new Error('table is on fire');
    });
    expect(calls).toHaveLength(3);
    expect(pauses).toEqual([1, 2]);
    expect(failed).toEqual([
      {
        functionName: 'recompute',
        firstSequenceNumber: '1',
        lastSequenceNumber: '2',
        records: 2,
        attempts: 3,
        reason: 'table is on fire',
        condition: 'RetryAttemptsExhausted',
        threw: true,
        arrivals: [undefined, undefined],
      },
    ]);
  });

  test('records that have grown too old while they were tried are given up, younger ones are tried on', async () => {
    const calls: number[][] = [];
    const failed: FailedBatch[] = [];
    let now = 100_000;
    const made = [10, 50, 90].map((second, n) => ({
      dynamodb: { SequenceNumber: String(n + 1), ApproximateCreationDateTime: second },
    }));
    await deliver(
      made,
      { functionName: 'recompute', bisectOnError: false, retries: 5, maxAgeMs: 60_000, reportsFailures: false },
      {
        invoke: (records) => {
          calls.push(numbers(records));
          return calls.length === 1 ? Promise.reject(new Error('not now')) : Promise.resolve(null);
        },
        onFailure: (batch) => failed.push(batch),
        pause: () => Promise.resolve(void (now += 20_000)),
        stopping: () => false,
        now: () => now,
      },
    );
    expect(calls).toEqual([[2, 3], [3]]);
    expect(failed).toMatchObject([
      { firstSequenceNumber: '1', records: 1, attempts: 0, condition: 'RecordAgeExceeded', reason: 'older than 60 s' },
      {
        firstSequenceNumber: '2',
        attempts: 1,
        condition: 'RecordAgeExceeded',
        reason: 'older than 60 s; not now',
        arrivals: [50_000, 50_000],
      },
    ]);
  });

  test('halving isolates the poison record; healthy ones behind it go on', async () => {
    const { calls, failed } = await run(
      8,
      (batch) => {
        if (batch.includes(6)) throw new Error('poison');
        return null;
      },
      { bisectOnError: true },
    );
    // Three times among others, then alone: once and twice again.
    expect(failed).toMatchObject([{ firstSequenceNumber: '6', lastSequenceNumber: '6', records: 1, attempts: 6 }]);
    const delivered = calls.filter((batch) => !batch.includes(6)).flat();
    expect(delivered).toEqual([1, 2, 3, 4, 5, 7, 8]);
  });

  test('whichever records are poison, in either way of failing: exactly they are given up, the others arrive once and in order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 20 }),
        fc.uniqueArray(fc.integer({ min: 1, max: 20 })),
        fc.boolean(),
        async (count, poison, throws) => {
          const arrived: number[] = [];
          const { failed } = await run(
            count,
            (batch) => {
              const first = batch.find((n) => poison.includes(n));
              if (first !== undefined && throws) throw new Error('poison');
              arrived.push(...batch.slice(0, first === undefined ? batch.length : batch.indexOf(first)));
              return first === undefined ? null : failures(first);
            },
            { bisectOnError: true, retries: 1 },
          );
          const all = Array.from({ length: count }, (_, i) => i + 1);
          expect(failed.map((each) => Number(each.firstSequenceNumber))).toEqual(all.filter((n) => poison.includes(n)));
          expect(arrived).toEqual(all.filter((n) => !poison.includes(n)));
        },
      ),
      { numRuns: 60 },
    );
  });
});
