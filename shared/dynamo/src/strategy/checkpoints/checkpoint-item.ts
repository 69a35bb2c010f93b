import { createHash } from 'node:crypto';
import { AppError, messageOf } from '@evenkeel/domain';
import { isSessionDate, parseSessionDate, type SessionDate } from '@evenkeel/domain/calendar';
import { decodePath, encodePath, parseTicker, type PricePath, type Ticker } from '@evenkeel/domain/prices';
import * as z from 'zod/mini';
import type { UnreadableBar } from '../../prices/path-reader';
import { fromAttribute, toAttribute } from '../../requests/json-values';
import type { Item } from '../../requests/item';
import { checkpointItem, itemKey, nameOf, CHECKPOINT_PREFIX } from '../items';

/** The settled prices of one calendar month, of every symbol of a portfolio. */
export interface Checkpoint {
  /** The exchange's last session of the month. */
  readonly date: SessionDate;
  /** Each symbol has an entry, an empty path where it has no bar in the month. */
  readonly paths: ReadonlyMap<Ticker, PricePath>;
  /** Names of the sources of the bars, sorted. */
  readonly sources: readonly string[];
  /** Items of the month that held no bar. */
  readonly unreadable: readonly UnreadableBar[];
}

/** A checkpoint that knows the ones before it. */
export interface ChainedCheckpoint extends Checkpoint {
  /** SHA-256 of the chain before it and of its own content: equal chains have equal prices from the first month on. */
  readonly chain: string;
}

/** The chain before the first checkpoint of a portfolio. Another form of the items, or other symbols, begin another chain. */
export function chainStart(tickers: readonly Ticker[]): string {
  return sha256([`evenkeel checkpoint ${FORM}`, ...[...tickers].sort()]);
}

/** Changes whenever the bytes of a checkpoint do. */
const FORM = 1;

/** Adds `checkpoints`, ascending, to the chain that ends with `before`. */
export function chained(before: string, checkpoints: readonly Checkpoint[]): ChainedCheckpoint[] {
  let chain = before;
  return checkpoints.map((checkpoint) => {
    chain = linkOf(chain, checkpoint);
    return { ...checkpoint, chain };
  });
}

/** The item of a checkpoint. */
export function checkpointItemOf(portfolio: string, checkpoint: ChainedCheckpoint): Item {
  const { date, paths, sources, unreadable, chain } = checkpoint;
  const entries = [...paths].filter(([, path]) => path.sessions.length > 0);
  return {
    ...itemKey(portfolio, checkpointItem(date)),
    symbols: { L: [...paths.keys()].map((ticker) => ({ S: ticker })) },
    paths: { M: Object.fromEntries(entries.map(([ticker, path]) => [ticker, { B: encodePath(path) }])) },
    sources: { L: sources.map((source) => ({ S: source })) },
    unreadable: toAttribute(unreadable.map(({ ticker, session, attribute }) => ({ ticker, session, attribute }))),
    chain: { S: chain },
  };
}

/**
 * The checkpoint in an item.
 * @throws AppError `bad-data` naming the item when it holds none
 */
export function checkpointOf(item: Item): ChainedCheckpoint {
  const date = nameOf(item).slice(CHECKPOINT_PREFIX.length);
  try {
    if (!isSessionDate(date)) throw new AppError('bad-data', `"${date}" is no date`);
    const paths = item['paths']?.M ?? {};
    const symbols = (item['symbols']?.L ?? []).map((symbol) => parseTicker(symbol.S ?? ''));
    return {
      date,
      paths: new Map(symbols.map((ticker) => [ticker, decodePath(ticker, paths[ticker]?.B ?? NO_ROWS)])),
      sources: (item['sources']?.L ?? []).map((source) => source.S ?? ''),
      unreadable: unreadableBars.parse(fromAttribute(item['unreadable'] ?? { L: [] })),
      chain: item['chain']?.S ?? '',
    };
  } catch (error) {
    throw new AppError(
      'bad-data',
      `Strategy item ${nameOf(item)} holds no checkpoint: ${messageOf(error)}`,
      {},
      { cause: error },
    );
  }
}

/** True when `checkpoint` is the next link of the chain that ends with `before`. */
export function continues(before: string, checkpoint: ChainedCheckpoint): boolean {
  return linkOf(before, checkpoint) === checkpoint.chain;
}

const unreadableBars = z.array(
  z.object({
    ticker: z.pipe(
      z.string(),
      z.transform((text) => parseTicker(text)),
    ),
    session: z.pipe(
      z.string(),
      z.transform((text) => parseSessionDate(text)),
    ),
    attribute: z.string(),
  }),
);

/** A path without rows. */
const NO_ROWS = new Uint8Array(8);

function linkOf(before: string, { date, paths, sources, unreadable }: Checkpoint): string {
  const ordered = [...paths].sort(([a], [b]) => (a < b ? -1 : 1));
  return sha256([
    before,
    date,
    ...ordered.flatMap(([ticker, path]) => [ticker, encodePath(path)]),
    ...sources,
    ...unreadable.map(({ ticker, session, attribute }) => `${ticker} ${session} ${attribute}`),
  ]);
}

/** Of parts whose ends cannot be mistaken: each is led by its length. */
function sha256(parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex');
}
