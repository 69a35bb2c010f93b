import type { AttributeValue, DynamoDBClient, QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { AppError } from '@evenkeel/domain';
import { isSessionDate, type SessionDate } from '@evenkeel/domain/calendar';
import type { Ticker } from '@evenkeel/domain/prices';
import { barOfItem, type StoredBar } from './bar-item';
import { mapBounded } from '../pacing/bounded';
import { queryAll } from '../requests/query';

/** Whether a read must see every write that was acknowledged before it. Twice the price of one that need not. */
export interface Consistency {
  readonly consistent?: boolean | undefined;
}

/** Sessions to read, both ends inclusive; what is left out is unlimited. */
export interface BarRange extends Consistency {
  readonly from?: SessionDate | undefined;
  readonly to?: SessionDate | undefined;
}

/**
 * Reads the PriceHistory table. Every answer is a list, however short; asking for more than there is gives
 * what there is. Numbers are exact decimals. Large answers are read in DynamoDB's pages of 1 MB.
 */
export interface PriceHistoryReader {
  /** The last `n` bars, or the last `n` up to `to`, newest first. */
  lastBars(ticker: Ticker, n: number, options?: Pick<BarRange, 'to' | 'consistent'>): Promise<readonly StoredBar[]>;
  /** The bars of a range, oldest first. */
  bars(ticker: Ticker, range?: BarRange): Promise<readonly StoredBar[]>;
  /** {@link bars} of several symbols; each of them has an entry. */
  barsOf(tickers: readonly Ticker[], range?: BarRange): Promise<ReadonlyMap<Ticker, readonly StoredBar[]>>;
  /** The newest stored session, or undefined where nothing is stored. */
  newestSession(ticker: Ticker, options?: Consistency): Promise<SessionDate | undefined>;
}

/** Symbols read at once. */
const AT_ONCE = 4;

/** A reader of `table`. */
export function priceHistoryReader(client: DynamoDBClient, table: string): PriceHistoryReader {
  const reader: PriceHistoryReader = {
    async lastBars(ticker, n, options = {}) {
      if (!Number.isInteger(n) || n < 0) {
        throw new AppError('bad-input', `last: ${n} is not a count of bars; give 0 or a positive integer`, {
          what: 'last',
        });
      }
      return n === 0 ? [] : (await queryAll(client, lastBarsInput(table, ticker, n, options), n)).map(barOfItem);
    },
    async bars(ticker, range = {}) {
      return (await queryAll(client, rangeInput(table, ticker, range))).map(barOfItem);
    },
    barsOf: (tickers, range) => ofEach(tickers, (ticker) => reader.bars(ticker, range)),
    async newestSession(ticker, options = {}) {
      const [newest] = await queryAll(client, newestInput(table, ticker, options), 1);
      const session = newest?.timestamp?.S;
      return session !== undefined && isSessionDate(session) ? session : undefined;
    },
  };
  return reader;
}

/** Query for the last `n` bars, up to `to` if it is given, newest first. */
export function lastBarsInput(
  table: string,
  ticker: Ticker,
  n: number,
  options: Pick<BarRange, 'to' | 'consistent'> = {},
): QueryCommandInput {
  return { ...rangeInput(table, ticker, options), ScanIndexForward: false, Limit: n };
}

/** Query for the bars of a range, oldest first. */
export function rangeInput(table: string, ticker: Ticker, range: BarRange = {}): QueryCommandInput {
  const { from, to } = range;
  const values: Record<string, AttributeValue> = { ':ticker': { S: ticker } };
  if (from !== undefined) values[':from'] = { S: from };
  if (to !== undefined) values[':to'] = { S: to };
  return {
    TableName: table,
    KeyConditionExpression: `#ticker = :ticker${timestampCondition(from, to)}`,
    ExpressionAttributeNames: {
      '#ticker': 'ticker',
      ...(from === undefined && to === undefined ? {} : { '#timestamp': 'timestamp' }),
    },
    ExpressionAttributeValues: values,
    ConsistentRead: range.consistent ?? false,
  };
}

/** Query for the newest session, without its bar. */
function newestInput(table: string, ticker: Ticker, options: Consistency): QueryCommandInput {
  return {
    ...lastBarsInput(table, ticker, 1, options),
    ProjectionExpression: '#timestamp',
    ExpressionAttributeNames: { '#ticker': 'ticker', '#timestamp': 'timestamp' },
  };
}

function timestampCondition(from: SessionDate | undefined, to: SessionDate | undefined): string {
  if (from !== undefined && to !== undefined) return ' AND #timestamp BETWEEN :from AND :to';
  if (from !== undefined) return ' AND #timestamp >= :from';
  return to === undefined ? '' : ' AND #timestamp <= :to';
}

async function ofEach<T>(
  tickers: readonly Ticker[],
  read: (ticker: Ticker) => Promise<T>,
): Promise<ReadonlyMap<Ticker, T>> {
  const unique = [...new Set(tickers)];
  const answers = await mapBounded(unique, AT_ONCE, async (ticker) => [ticker, await read(ticker)] as const);
  return new Map(answers);
}
