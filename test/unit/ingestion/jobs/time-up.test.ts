import { parseTicker, type Ticker, type VendorHistory } from '@evenkeel/domain/prices';
import type { PriceSource } from '@evenkeel/ingestion/sources';
import { jobDeps, openService } from '../../../../services/ingestion/src/handlers/service';
import { fetchAndJudge } from '../../../../services/ingestion/src/jobs/fetch-and-judge';
import { forEachSymbol, emptySummary, startRun } from '../../../../services/ingestion/src/jobs/run-job';
import type { JobDeps } from '../../../../services/ingestion/src/jobs/job';
import { day, vendorRow } from '../../../factories/bars';
import { stillMachine } from '../../../factories/machine';
import { failureOf } from '../../../support/failure';

const [QQQ, SQQQ] = [parseTicker('QQQ'), parseTicker('SQQQ')];
const service = openService({ PRICE_HISTORY_TABLE: 'prices', INGESTION_TABLE: 'ingestion', AWS_REGION: 'us-east-1' });

/** Answers about some symbols, and about the others not until it is called off; says when it begins to hang. */
function hanging(answers: Readonly<Record<string, VendorHistory>> = {}): { source: PriceSource; hangs: Promise<void> } {
  let tell = (): void => undefined;
  const hangs = new Promise<void>((resolve) => (tell = resolve));
  const fetch: PriceSource['fetch'] = (ticker, { signal } = {}) => {
    const answer = answers[ticker];
    if (answer !== undefined) return Promise.resolve(answer);
    return new Promise((_, reject) => {
      signal?.addEventListener('abort', () => reject(new Error('aborted')));
      tell();
    });
  };
  return { source: { name: 'patient', fetch }, hangs };
}

/** A week of rows whose last close is half of the others: a jump that only the other leg can explain. */
const fallen: VendorHistory = {
  ticker: QQQ,
  rows: [vendorRow('2024-06-27'), vendorRow('2024-06-28', { close: 50 })],
  dividends: [],
  splits: [],
};

function depsOf(source: PriceSource, timeUp: AbortSignal, kept: unknown[] = []): JobDeps {
  const state = { ...service.tables.state, putRun: (record: unknown) => Promise.resolve(void kept.push(record)) };
  return { source, tables: { ...service.tables, state }, now: new Date('2024-06-28T22:00:00Z'), timeUp };
}

test.each<[string, Ticker, Readonly<Record<string, VendorHistory>>]>([
  ['the symbol itself', QQQ, {}],
  ["its pair's other leg", SQQQ, { QQQ: fallen }],
])('a vendor that hangs on %s is left when the time is up', async (_, asked, answers) => {
  const timeUp = new AbortController();
  const { source, hangs } = hanging(answers);
  const failure = failureOf(fetchAndJudge(depsOf(source, timeUp.signal), QQQ, { from: day('2024-06-27'), stored: [] }));
  await hangs;
  timeUp.abort();
  expect(await failure).toMatchObject({
    code: 'failed',
    message: `${asked}: patient had not answered when the time of the job was up; run it again to complete it`,
  });
});

test('the summary is kept, and names the symbol that was cut off', async () => {
  const timeUp = new AbortController();
  const { source, hangs } = hanging();
  const kept: unknown[] = [];
  const run = startRun('update', depsOf(source, timeUp.signal, kept));
  const job = forEachSymbol(run, [QQQ, SQQQ], async (ticker) => {
    if (ticker === QQQ) await fetchAndJudge(run.deps, ticker, { stored: [] });
    return emptySummary(ticker);
  });
  await hangs;
  timeUp.abort();
  const summary = await job;
  expect(summary.failed).toEqual([QQQ]);
  expect(summary.symbols[0]?.error).toContain('QQQ: patient had not answered');
  expect(kept).toHaveLength(1);
});

test('the summary says when the job finished, not when it began', async () => {
  const kept: unknown[] = [];
  const machine = stillMachine();
  const run = startRun('update', { ...depsOf(hanging().source, new AbortController().signal, kept), machine });
  await machine.pause(90_000);
  await forEachSymbol(run, [QQQ], (ticker) => Promise.resolve(emptySummary(ticker)));
  expect(kept).toMatchObject([{ finishedAt: '2024-06-28T22:01:30.000Z' }]);
});

test('an invocation calls off ten seconds before its own end', () => {
  const timers = jest.spyOn(AbortSignal, 'timeout');
  jest.spyOn(Date, 'now').mockReturnValue(1_000_000);
  const deps = jobDeps(service, 300_000);
  expect(timers.mock.calls).toEqual([[290_000]]);
  expect(deps.deadline).toBe(1_290_000);
  expect(deps.timeUp?.aborted).toBe(false);
  jobDeps(service, 5_000);
  expect(timers.mock.calls[1]).toEqual([0]);
  jest.restoreAllMocks();
});
