import { join } from 'node:path';
import { previousSession, type SessionDate } from '@evenkeel/domain/calendar';
import { DEFAULT_UNIVERSE } from '@evenkeel/domain/pairs';
import { parseTicker, type VendorHistory } from '@evenkeel/domain/prices';
import type { Item } from '@evenkeel/dynamo/requests';
import { runUpdate, runWarmUp, type JobSummary } from '@evenkeel/ingestion/jobs';
import { openSource, type PriceSource } from '@evenkeel/ingestion/sources';
import { startTestDatabase, type StageTables, type TestDatabase } from '../support/test-database';
import { describeWithSharedData, SHARED_DATA } from '../support/shared-data';
import { startYahooServer, type YahooServer } from '../support/yahoo-server';

/**
 * docs/numbers.md, section 1: a split or a dividend adds one event and never changes an old row. The real
 * histories are lived through once more, day by day, as Yahoo would have told them then.
 */
describeWithSharedData('corporate actions, replayed', () => {
  const folder = join(SHARED_DATA, 'prices');
  const SYMBOLS = ['SQQQ', 'SOXS', 'FAZ', 'ERY', 'SMH', 'XLE', 'XLF', 'TBT'].map((symbol) => parseTicker(symbol));
  const LEGS = DEFAULT_UNIVERSE.flatMap(({ base, inverse }) => [base, inverse]);

  let database: TestDatabase;
  let replayed: StageTables;
  let whole: StageTables;
  let yahoo: YahooServer;
  let csv: PriceSource;

  beforeAll(async () => {
    database = await startTestDatabase();
    replayed = await database.createTables('replayed');
    whole = await database.createTables('whole');
    csv = openSource('csv', { data: folder });
    yahoo = await startYahooServer({ now: '2026-01-01T00:00:00Z', folder, symbols: LEGS });
  });
  afterAll(async () => {
    await yahoo.stop();
    await database.stop();
  });

  test.each(SYMBOLS)('%s: ends in the same table as one warm-up, and no row is written twice', async (ticker) => {
    const life = yahoo.lifeOf(ticker);
    const source = openSource('yahoo', { yahooUrl: yahoo.url });
    const [first, ...later] = daysOfInterest(life);
    if (first === undefined) throw new Error(`${ticker} has no sessions`);
    const now = (session: SessionDate): Date => new Date(`${session}T22:30:00Z`);

    const deps = (session: SessionDate) => {
      yahoo.setNow(now(session));
      return { source, tables: replayed.jobs, now: now(session) };
    };
    const runs: JobSummary[] = [
      await runWarmUp(
        { source: csv, tables: whole.jobs, now: new Date('2026-01-02T14:00:00Z') },
        { symbols: [ticker] },
      ),
      await runWarmUp(deps(first), { symbols: [ticker] }),
    ];
    for (const session of later) runs.push(await runUpdate(deps(session), { symbols: [ticker] }));

    expect(runs.flatMap(({ failed }) => failed)).toEqual([]);
    expect(runs.flatMap(({ symbols }) => symbols.map(({ corrected }) => corrected)).every((count) => count === 0)).toBe(
      true,
    );
    const rows = await rowsOf(replayed, ticker);
    expect(rows.map(content)).toEqual((await rowsOf(whole, ticker)).map(content));
    expect(rows.map(({ recordedAt }) => recordedAt?.S)).toEqual(
      rows.map((row) => firstStoring(row, [first, ...later])),
    );
  });

  /** Before and after each split and dividend, at the beginning and at the end. */
  function daysOfInterest(life: VendorHistory): SessionDate[] {
    const events = [...life.splits, ...life.dividends].map(({ session }) => session);
    const ends = [life.rows[20], life.rows.at(-1)].flatMap((row) => row?.session ?? []);
    const days = [...events.flatMap((session) => [previousSession(session), session]), ...ends];
    const first = ends[0] ?? '';
    return [...new Set(days)].filter((session) => session >= first).toSorted();
  }

  /** The instant of the first run that could have stored the row. */
  function firstStoring(row: Item, days: readonly SessionDate[]): string | undefined {
    const day = days.find((session) => session >= (row.timestamp?.S ?? ''));
    return day === undefined ? undefined : new Date(`${day}T22:30:00Z`).toISOString();
  }

  async function rowsOf({ scan, names }: StageTables, ticker: string): Promise<Item[]> {
    const items = (await scan(names.priceHistory)).filter((item) => item.ticker?.S === ticker);
    return items.toSorted((left, right) => ((left.timestamp?.S ?? '') < (right.timestamp?.S ?? '') ? -1 : 1));
  }

  /** All but where and when it was recorded. */
  function content(item: Item): string {
    const values = Object.entries(item).filter(([name]) => !['recordedAt', 'bulk', 'source'].includes(name));
    return JSON.stringify(values.toSorted(([left], [right]) => (left < right ? -1 : 1)));
  }
});
