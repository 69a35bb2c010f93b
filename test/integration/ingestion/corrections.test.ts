import { parseTicker } from '@evenkeel/domain/prices';
import { openJobTables, runUpdate, runWarmUp } from '@evenkeel/ingestion/jobs';
import type { PriceSource } from '@evenkeel/ingestion/sources';
import { bar, type BarValues } from '../../factories/bars';
import { vendorHistory } from '../../factories/vendor-history';
import { faultyClients, type Fault } from '../../support/dynamo-faults';
import { type StageTables, startTestDatabase, type TestDatabase } from '../../support/test-database';
import { memorySource } from '../../support/memory-source';
import { evening, HALF_YEAR, symbolOn } from '../../support/small-market';
import { withCells } from '../../support/vendor-edits';

/** A correction is one transaction: what may come in its way, and what must then hold. */
let database: TestDatabase;
let stage: StageTables;
beforeAll(async () => {
  database = await startTestDatabase();
  stage = await database.createTables('corrections');
});
afterAll(() => database.stop());

const PROVENANCE = { source: 'test', recordedAt: '2024-06-14T22:00:00.000Z' };

/** Tables behind clients whose first `times` transactions meet `fault`. */
function disturbed(fault: Fault, times: number): { readonly tables: typeof stage.jobs; close(): void } {
  let left = times;
  const clients = faultyClients(database.endpoint, {
    fate: (operation) => (operation === 'TransactWriteItemsCommand' && left-- > 0 ? fault : undefined),
  });
  return { tables: openJobTables(clients, stage.names), close: () => clients.destroy() };
}

test('one that DynamoDB cancels in passing goes through', async () => {
  const symbol = symbolOn(stage);
  await symbol.warmUp('2024-06-13');
  symbol.change(withCells('2024-06-11', { volume: '2000000' }));
  const { tables, close } = disturbed('cancelled', 2);
  const summary = await runUpdate(
    { source: symbol.source, tables, now: evening('2024-06-14') },
    { symbols: [symbol.ticker] },
  );
  close();
  expect(summary).toMatchObject({ failed: [], symbols: [{ stored: 1, corrected: 1 }] });
  expect(await stage.jobs.state.corrections(symbol.ticker)).toHaveLength(1);
});

test('one whose bar has changed meanwhile fails its symbol, and no other', async () => {
  const [changed, other] = [symbolOn(stage), symbolOn(stage)];
  const quiet = [changed, other].map(({ ticker }) => vendorHistory(ticker, HALF_YEAR));
  await runWarmUp(
    { source: memorySource(...quiet), tables: stage.jobs, now: evening('2024-06-13') },
    { symbols: [changed.ticker, other.ticker] },
  );

  const source = memorySource(...quiet.map((history) => withCells('2024-06-11', { volume: '2000000' })(history)));
  const tables = {
    ...stage.jobs,
    prices: {
      ...stage.jobs.prices,
      replace: (...[ticker, ...rest]: Parameters<typeof stage.jobs.prices.replace>) =>
        ticker === changed.ticker ? Promise.resolve(false) : stage.jobs.prices.replace(ticker, ...rest),
    },
  };
  const summary = await runUpdate(
    { source, tables, now: evening('2024-06-14') },
    { symbols: [changed.ticker, other.ticker] },
  );
  expect(summary.failed).toEqual([changed.ticker]);
  expect(summary.symbols[0]?.error).toBe(
    `${changed.ticker} 2024-06-11: the stored bar changed while it was being corrected; run this again`,
  );
  expect(summary.symbols[1]).toMatchObject({ stored: 1, corrected: 1 });
  const kept = await stage.jobs.state.runs('update', 5);
  expect(kept.filter((run) => run.summary.includes('run this again'))).toHaveLength(1);
});

test("none is made once the lease may be another job's, and the summary says so", async () => {
  const symbol = symbolOn(stage);
  await symbol.warmUp('2024-06-13');
  symbol.change(withCells('2024-06-11', { volume: '2000000' }));
  const slow: PriceSource = {
    name: 'slow',
    fetch: (...asked) => {
      // The lease lasts a minute.
      jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 60_000);
      return symbol.source.fetch(...asked);
    },
  };
  const summary = await runUpdate(
    { source: slow, tables: stage.jobs, now: evening('2024-06-14') },
    { symbols: [symbol.ticker] },
  );
  jest.restoreAllMocks();
  expect(summary.failed).toEqual([symbol.ticker]);
  expect(summary.symbols[0]?.error).toContain('the lease to write prices was lost while working');
  expect((await symbol.sessions()).at(-1)).toBe('2024-06-13');
  expect(await stage.jobs.state.corrections(symbol.ticker)).toEqual([]);
});

test('nor does it note what it knows, when the lease was lost with the last bar', async () => {
  const symbol = symbolOn(stage);
  await symbol.warmUp('2024-06-13');
  const known = (await stage.jobs.state.coverage()).get(symbol.ticker);
  const prices = {
    ...stage.jobs.prices,
    putIfAbsent: async (...put: Parameters<typeof stage.jobs.prices.putIfAbsent>) => {
      const outcome = await stage.jobs.prices.putIfAbsent(...put);
      jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 60_000);
      return outcome;
    },
  };
  const deps = { source: symbol.source, tables: { ...stage.jobs, prices }, now: evening('2024-06-14') };
  const summary = await runUpdate(deps, { symbols: [symbol.ticker] });
  jest.restoreAllMocks();
  expect(summary.failed).toEqual([symbol.ticker]);
  expect((await stage.jobs.state.coverage()).get(symbol.ticker)).toEqual(known);
  expect(await symbol.update('2024-06-14')).toMatchObject({ stored: 0, gaps: [] });
  expect((await stage.jobs.state.coverage()).get(symbol.ticker)?.last).toBe('2024-06-14');
});

test.each<[string, BarValues]>([
  ['open', { open: 99, low: 98 }],
  ['high', { high: 103 }],
  ['low', { low: 97 }],
  ['close', { close: 101 }],
  ['volume', { volume: 1001 }],
  ['dividend', { dividend: '0.5' }],
  ['split', { split: 2 }],
])('a bar of which only the %s is another than was read is not replaced', async (field, values) => {
  const ticker = parseTicker(`C${field}`.toUpperCase());
  const read: BarValues = { open: 100, high: 102, low: 98, close: 100 };
  const session = '2024-06-14';
  const { prices, state } = stage.jobs;
  await prices.putIfAbsent(ticker, bar(session, { ...read, ...values }), PROVENANCE);
  const [before, after] = [bar(session, read), bar(session, { ...read, close: 99 })];
  const record = state.correctionWrite({
    ticker,
    session: after.session,
    kind: 'vendor',
    run: 'r',
    ...PROVENANCE,
    oldSource: 'test',
    before,
    after,
  });
  expect(await prices.replace(ticker, before, after, PROVENANCE, record)).toBe(false);
  expect((await prices.lastBars(ticker, 1))[0]).toMatchObject(bar(session, { ...read, ...values }));
  expect(await state.corrections(ticker)).toEqual([]);
});
