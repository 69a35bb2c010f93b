import { sessionsBetween, parseSessionDate } from '@evenkeel/domain/calendar';
import type { Pair } from '@evenkeel/domain/pairs';
import { parseTicker, type Ticker } from '@evenkeel/domain/prices';
import type { StoredBar } from '@evenkeel/dynamo/prices';
import { runUpdate, runWarmUp, type JobSummary, type JobTables, type SymbolSummary } from '@evenkeel/ingestion/jobs';
import { openSource } from '@evenkeel/ingestion/sources';
import { vendorHistory } from '../../../factories/vendor-history';
import { startTestDatabase } from '../../../support/test-database';
import type { Edit } from '../../../support/vendor-edits';
import { startYahooServer, type YahooServer } from '../../../support/yahoo-server';

/** The real jobs and tables behind the real Yahoo client, in front of a Yahoo that does what tests tell it. */
export interface Market {
  readonly yahoo: YahooServer;
  readonly tables: JobTables;
  /** A symbol that no test has used, with a quiet life from 2024-04-22 to 2024-07-31. */
  list(): Ticker;
  /** From now on Yahoo tells that symbol's history so. */
  change(symbol: Ticker, edit: Edit): void;
  /** It is `instant` for Yahoo and for the job. */
  warmUp(instant: string, symbols: readonly Ticker[]): Promise<JobSummary>;
  update(instant: string, symbols: readonly Ticker[]): Promise<JobSummary>;
  bars(symbol: Ticker): Promise<readonly StoredBar[]>;
  bar(symbol: Ticker, session: string): Promise<StoredBar | undefined>;
  stop(): Promise<void>;
}

export interface MarketOptions {
  /** Legs that vouch for each other. */
  readonly pairs?: readonly Pair[];
}

/** After the close and its quarter of an hour: the hour of the evening run. */
export const evening = (session: string): string => `${session}T22:30:00Z`;

export const SESSIONS = sessionsBetween(parseSessionDate('2024-04-22'), parseSessionDate('2024-07-31'));

export async function openMarket({ pairs = [] }: MarketOptions = {}): Promise<Market> {
  const database = await startTestDatabase();
  const { jobs: tables } = await database.createTables('test');
  const yahoo = await startYahooServer({ now: evening('2024-06-13') });
  const source = openSource('yahoo', {
    yahooUrl: yahoo.url,
    policy: { attempts: 3, firstMs: 1, timeoutMs: 1_500 },
  });
  let listed = 0;

  const at = (instant: string) => {
    yahoo.setNow(instant);
    return { source, tables, now: new Date(instant), pairs };
  };
  return {
    yahoo,
    tables,
    list() {
      const symbol = parseTicker(`T${(listed += 1)}`);
      yahoo.serve(vendorHistory(symbol, SESSIONS));
      return symbol;
    },
    change: (symbol, edit) => yahoo.serve(edit(yahoo.lifeOf(symbol))),
    warmUp: (instant, symbols) => runWarmUp(at(instant), { symbols }),
    update: (instant, symbols) => runUpdate(at(instant), { symbols }),
    bars: (symbol) => tables.prices.bars(symbol, { consistent: true }),
    async bar(symbol, session) {
      const date = parseSessionDate(session);
      return (await tables.prices.bars(symbol, { from: date, to: date, consistent: true }))[0];
    },
    async stop() {
      await yahoo.stop();
      await database.stop();
    },
  };
}

/** The part of `summary` about `symbol`. */
export function about(summary: JobSummary, symbol: Ticker): SymbolSummary {
  const found = summary.symbols.find((each) => each.symbol === symbol);
  if (found === undefined) throw new Error(`the summary says nothing about ${symbol}`);
  return found;
}
