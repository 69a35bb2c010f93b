import { AppError } from '@evenkeel/domain';
import { failedBatchOf } from '../../../../cli/src/operations/failed-batch';
import { openFailureQueue } from '../../../../cli/src/operations/failure-queue';
import { replayAll, type FailedMessage, type ReplayPorts } from '../../../../cli/src/operations/replay';
import { invocationRecord } from '../../../../cli/src/stack/stream/invocation-record';

const ARN = 'arn:aws:dynamodb:us-east-1:000000000000:table/evenkeel-dev-PriceHistory/stream/1';

/** A batch of `records` records as Lambda tells of it. */
function body(records = 2): string {
  const batch = {
    functionName: 'evenkeel-strategy-dev-recompute',
    firstSequenceNumber: '100',
    lastSequenceNumber: String(99 + records),
    records,
    attempts: 9,
    reason: 'table is on fire',
    condition: 'RetryAttemptsExhausted' as const,
    threw: true,
    arrivals: [undefined, undefined] as const,
  };
  const now = Date.parse('2024-06-28T21:03:00Z');
  return JSON.stringify(invocationRecord(batch, { shardId: 'shard-1', streamArn: ARN, now, requestId: 'r' }));
}

const message = (id: string, text = body()): FailedMessage => ({ id, body: text, receipt: `receipt of ${id}` });

/** Ports over a queue that shows two messages at once; `calls` is what was done, in order. */
function queueOf(waiting: FailedMessage[], more: Partial<ReplayPorts> = {}) {
  const calls: string[] = [];
  const hidden = new Set<string>();
  const ports: ReplayPorts = {
    receive: () => {
      const page = waiting.filter(({ id }) => !hidden.has(id)).slice(0, 2);
      for (const { id } of page) hidden.add(id);
      return Promise.resolve(page);
    },
    barsOf: () =>
      Promise.resolve([
        { symbol: 'QQQ', session: '2024-06-28' },
        { symbol: 'SQQQ', session: '2024-06-27' },
      ]),
    rebuild: () => {
      calls.push('rebuild');
      return Promise.resolve(['classic', 'hedged']);
    },
    remove: ({ id }) => Promise.resolve(void calls.push(`remove ${id}`)),
    release: ({ id }) => Promise.resolve(void calls.push(`release ${id}`)),
    ...more,
  };
  const lines: string[] = [];
  return { calls, lines, replay: (dryRun = false) => replayAll(ports, dryRun, (line) => lines.push(line)) };
}

describe('a replay', () => {
  it('rebuilds once for all messages, and removes each only then', async () => {
    const { calls, lines, replay } = queueOf([message('a'), message('b'), message('c', body(1))]);
    expect(await replay()).toEqual({ messages: 3, replayed: 3, left: [], portfolios: ['classic', 'hedged'] });
    expect(calls).toEqual(['rebuild', 'remove a', 'remove b', 'remove c']);
    expect(lines).toEqual([
      'a: 2 records of QQQ, SQQQ, from 2024-06-27 on, given up 2024-06-28 21:03 UTC (RetryAttemptsExhausted, 9 calls)',
      'b: 2 records of QQQ, SQQQ, from 2024-06-27 on, given up 2024-06-28 21:03 UTC (RetryAttemptsExhausted, 9 calls)',
      'c: 1 record of QQQ, SQQQ, from 2024-06-27 on, given up 2024-06-28 21:03 UTC (RetryAttemptsExhausted, 9 calls)',
      'Rebuilt classic, hedged; 3 messages replayed and removed.',
    ]);
  });

  it('leaves everything where it is when the rebuild fails, for others to see at once', async () => {
    const failing = queueOf([message('a'), message('b')], {
      rebuild: () => Promise.reject(new AppError('failed', 'hedged: the table is on fire')),
    });
    await expect(failing.replay()).rejects.toThrow(
      '2 messages left in the queue, for the rebuild has failed: hedged: the table is on fire',
    );
    expect(failing.calls).toEqual(['release a', 'release b']);
  });

  it('changes nothing in a dry run', async () => {
    const { calls, lines, replay } = queueOf([message('a')]);
    expect(await replay(true)).toMatchObject({ messages: 1, replayed: 0, left: [{ id: 'a', reason: 'dry run' }] });
    expect(calls).toEqual(['release a']);
    expect(lines.at(-1)).toBe('1 message would be replayed by one rebuild; nothing was changed.');
  });

  it('leaves what is no record of a batch, and works in the others', async () => {
    const { calls, replay } = queueOf([message('x', 'hello'), message('a')]);
    expect(await replay()).toMatchObject({
      messages: 2,
      replayed: 1,
      left: [{ id: 'x', reason: 'x: is no record of a batch that Lambda gave up' }],
    });
    expect(calls).toEqual(['release x', 'rebuild', 'remove a']);
  });

  it('does not depend on the stream, which holds records for 24 hours', async () => {
    const gone = queueOf([message('a')], { barsOf: () => Promise.resolve(undefined) });
    expect(await gone.replay()).toMatchObject({ replayed: 1 });
    expect(gone.lines[0]).toContain('2 records that the stream no longer holds, given up');
    const refused = queueOf([message('a')], { barsOf: () => Promise.reject(new Error('not authorized')) });
    expect(await refused.replay()).toMatchObject({ replayed: 1 });
    expect(refused.lines[0]).toContain('2 records that cannot be looked up (not authorized), given up');
  });

  it('says which message was worked in but stays', async () => {
    const stuck = queueOf([message('a'), message('b')], {
      remove: ({ id }) => (id === 'a' ? Promise.reject(new Error('throttled')) : Promise.resolve()),
    });
    expect(await stuck.replay()).toMatchObject({
      replayed: 1,
      left: [{ id: 'a', reason: 'a: worked in, but not removed: throttled' }],
    });
  });

  it('does nothing with an empty queue', async () => {
    const { calls, lines, replay } = queueOf([]);
    expect(await replay()).toEqual({ messages: 0, replayed: 0, left: [], portfolios: [] });
    expect([calls, lines]).toEqual([[], ['The failure queue is empty: nothing to replay.']]);
  });
});

it('the record of a batch says where it lies in the stream', () => {
  expect(failedBatchOf(body())).toEqual({
    streamArn: ARN,
    shardId: 'shard-1',
    firstSequenceNumber: '100',
    lastSequenceNumber: '101',
    records: 2,
    condition: 'RetryAttemptsExhausted',
    calls: 9,
    givenUpAt: '2024-06-28T21:03:00.000Z',
  });
});

it('a replay does not take the local database for that of a queue on AWS', async () => {
  await expect(
    openFailureQueue({ stage: 'dev' }, { AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:8000' }),
  ).rejects.toThrow(
    'AWS_ENDPOINT_URL_DYNAMODB, AWS_ENDPOINT_URL_SQS, AWS_ENDPOINT_URL_LAMBDA: some of them point to this machine and others do not',
  );
});
