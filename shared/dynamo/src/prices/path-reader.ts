import type { DynamoDBClient, QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { isSessionDate, type SessionDate } from '@evenkeel/domain/calendar';
import { pathOfRows, type PathRow, type PricePath, type Ticker } from '@evenkeel/domain/prices';
import { mapBounded } from '../pacing/bounded';
import type { Item } from '../requests/item';
import { queryPages } from '../requests/query';
import { rangeInput } from './history-reader';

/** An item of the PriceHistory table that holds no bar: corrupted, or not written by ingestion. It is named and passed by. */
export interface UnreadableBar {
  readonly ticker: Ticker;
  readonly session: SessionDate;
  /** The attribute that is missing or wrong. */
  readonly attribute: string;
}

/** The stored prices of some symbols as paths, and where they come from. */
export interface StoredPaths {
  /** Each symbol has an entry, an empty path where nothing is stored. */
  readonly paths: ReadonlyMap<Ticker, PricePath>;
  /** Names of the sources of the bars, by calendar month (`2024-06`). */
  readonly sources: ReadonlyMap<string, ReadonlySet<string>>;
  readonly unreadable: readonly UnreadableBar[];
  /** Keys of items that are of no session at all: nobody's bars. */
  readonly strangers: readonly string[];
  /** Items that were read. */
  readonly items: number;
}

/** Reads prices straight into columns: a bar with its decimals would take fifty times the memory. */
export interface PricePathReader {
  /** All bars of `tickers` from `from` on, or all there are, read consistently. */
  pathsOf(tickers: readonly Ticker[], from?: SessionDate): Promise<StoredPaths>;
}

/** Symbols read at once. */
const AT_ONCE = 4;
const ATTRIBUTES = ['open', 'close', 'dividends', 'splits'] as const;
const PROJECTED = ['timestamp', ...ATTRIBUTES, 'source'] as const;

/** A reader of `table`. */
export function pricePathReader(client: DynamoDBClient, table: string): PricePathReader {
  return {
    async pathsOf(tickers, from) {
      const reading = {
        client,
        table,
        sources: new Map<string, Set<string>>(),
        sessions: new Map<SessionDate, SessionDate>(),
        unreadable: [],
        strangers: [],
        items: 0,
      };
      const paths = await mapBounded(new Set(tickers), AT_ONCE, (ticker) => readPath(reading, ticker, from));
      const { sources, strangers, items } = reading;
      const unreadable = reading.unreadable.sort(bySessionAndTicker);
      return { paths: new Map(paths.map((path) => [path.ticker, path])), sources, unreadable, strangers, items };
    },
  };
}

/** Reads overlap, so their order says nothing. */
function bySessionAndTicker(a: UnreadableBar, b: UnreadableBar): number {
  return `${a.session} ${a.ticker}` < `${b.session} ${b.ticker}` ? -1 : 1;
}

/** What several reads add to. */
interface Reading {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly sources: Map<string, Set<string>>;
  /** Each session once: as many texts as there are bars would take more memory than their prices. */
  readonly sessions: Map<SessionDate, SessionDate>;
  readonly unreadable: UnreadableBar[];
  readonly strangers: string[];
  items: number;
}

async function readPath(reading: Reading, ticker: Ticker, from: SessionDate | undefined): Promise<PricePath> {
  const { client, table } = reading;
  const input = columnsOf(rangeInput(table, ticker, { from, consistent: true }));
  const rows: PathRow[] = [];
  for await (const page of queryPages(client, input)) {
    for (const item of page) {
      const row = readRow(reading, ticker, item);
      if (row !== undefined) rows.push(row);
    }
  }
  return pathOfRows(ticker, rows);
}

/** `input` for what a path is made of alone: it costs the same, but half as much is sent and read. */
function columnsOf(input: QueryCommandInput): QueryCommandInput {
  const names = Object.fromEntries(PROJECTED.map((name) => [`#${name}`, name]));
  return {
    ...input,
    ProjectionExpression: Object.keys(names).join(', '),
    ExpressionAttributeNames: { ...input.ExpressionAttributeNames, ...names },
  };
}

function readRow(reading: Reading, ticker: Ticker, item: Item): PathRow | undefined {
  reading.items += 1;
  const session = item['timestamp']?.S ?? '';
  if (!isSessionDate(session)) {
    reading.strangers.push(`${ticker} ${session}`);
    return undefined;
  }
  const [open = Number.NaN, close = Number.NaN, dividend = Number.NaN, split = Number.NaN] = ATTRIBUTES.map((name) =>
    Number(item[name]?.N ?? Number.NaN),
  );
  const source = item['source']?.S;
  const attribute = wrongOf({ open, close, dividends: dividend, splits: split }, source);
  if (attribute !== undefined) {
    reading.unreadable.push({ ticker, session, attribute });
    return undefined;
  }
  const month = session.slice(0, 7);
  const known = reading.sources.get(month);
  if (known !== undefined) known.add(source ?? '');
  else reading.sources.set(month, new Set([source ?? '']));
  return { session: sharedIn(reading.sessions, session), open, close, dividend, split };
}

function sharedIn(sessions: Map<SessionDate, SessionDate>, session: SessionDate): SessionDate {
  const known = sessions.get(session);
  if (known === undefined) sessions.set(session, session);
  return known ?? session;
}

/** The first attribute that is missing or wrong. */
function wrongOf(numbers: Readonly<Record<(typeof ATTRIBUTES)[number], number>>, source: string | undefined) {
  const { open, close, dividends, splits } = numbers;
  if (!(open > 0)) return 'open';
  if (!(close > 0)) return 'close';
  if (!(dividends >= 0)) return 'dividends';
  if (!(splits >= 0)) return 'splits';
  return source === undefined ? 'source' : undefined;
}
