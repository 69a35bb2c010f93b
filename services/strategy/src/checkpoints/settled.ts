import type { SessionDate } from '@evenkeel/domain/calendar';
import { joinPaths, type PricePath, type Ticker } from '@evenkeel/domain/prices';
import {
  chainStart,
  type ChainedCheckpoint,
  type CheckpointPointer,
  continues,
  type StoredCheckpoints,
  type StrategyViews,
} from '@evenkeel/dynamo/strategy';
import { firstOfMonth } from './months';

/** What is settled of a portfolio's prices: the months that need not be read again. */
export interface Settled {
  /** Ascending, each the next link of the chain. Empty where nothing is settled. */
  readonly checkpoints: readonly ChainedCheckpoint[];
  /** End of the chain. */
  readonly chain: string;
  /** Dates of stored checkpoints that belong to no chain; known only where the checkpoints were read. */
  readonly aliens: readonly SessionDate[];
  /** Why less is settled than could be; absent where all of it is. */
  readonly reason?: string | undefined;
}

/** Settled months as a process remembers them from one recomputation to the next, by portfolio. */
export type SettledCache = Map<string, readonly ChainedCheckpoint[]>;

/** Nothing is settled: everything is read from the price table. */
export function nothingSettled(tickers: readonly Ticker[], reason: string): Settled {
  return { checkpoints: [], chain: chainStart(tickers), aliens: [], reason };
}

/**
 * The settled months of a portfolio before the month of `changedFrom`, the oldest session that has changed. They are taken from
 * `cache` where its chain ends as the fence says, and read otherwise; what does not continue the chain is left out.
 * @param known what the fence says
 */
export async function settledBefore(
  views: Pick<StrategyViews, 'checkpoints'>,
  { name, tickers }: { readonly name: string; readonly tickers: readonly Ticker[] },
  known: { readonly checkpoint: CheckpointPointer | undefined; readonly changedFrom: SessionDate | undefined },
  cache: SettledCache,
): Promise<Settled> {
  const { checkpoint: pointer, changedFrom } = known;
  if (pointer === undefined) return nothingSettled(tickers, 'nothing has been settled yet');
  const remembered = cache.get(name) ?? [];
  if (remembered.at(-1)?.chain === pointer.chain) return before(changedFrom, { checkpoints: remembered, tickers });
  const stored = await views.checkpoints(name);
  const checkpoints = inChain(stored.checkpoints, tickers, pointer);
  if (checkpoints.at(-1)?.chain === pointer.chain) cache.set(name, checkpoints);
  const members = new Set(checkpoints);
  return before(changedFrom, {
    checkpoints,
    tickers,
    aliens: stored.checkpoints.filter((each) => !members.has(each)).map(({ date }) => date),
    reason: whyShort(checkpoints, pointer, stored),
  });
}

const joined = new WeakMap<readonly ChainedCheckpoint[], ReadonlyMap<Ticker, PricePath>>();

/**
 * The paths of the settled months, joined, of each of `tickers`; kept with the checkpoints, which a process has from one session to
 * the next.
 */
export function settledPaths(
  checkpoints: readonly ChainedCheckpoint[],
  tickers: readonly Ticker[],
): ReadonlyMap<Ticker, PricePath> {
  const known = joined.get(checkpoints);
  if (known !== undefined && tickers.every((ticker) => known.has(ticker))) return known;
  const paths = joinedPaths(checkpoints, tickers);
  joined.set(checkpoints, paths);
  return paths;
}

function joinedPaths(checkpoints: readonly ChainedCheckpoint[], tickers: readonly Ticker[]): Map<Ticker, PricePath> {
  const pathsOf = (ticker: Ticker) => checkpoints.flatMap(({ paths }) => paths.get(ticker) ?? []);
  return new Map(tickers.map((ticker) => [ticker, joinPaths(ticker, pathsOf(ticker))]));
}

/** Those of `stored` that make the chain; what stands between them and belongs to another is passed over. */
function inChain(
  stored: readonly ChainedCheckpoint[],
  tickers: readonly Ticker[],
  pointer: CheckpointPointer,
): ChainedCheckpoint[] {
  const found: ChainedCheckpoint[] = [];
  let chain = chainStart(tickers);
  for (const checkpoint of stored) {
    if (checkpoint.date > pointer.date || !continues(chain, checkpoint)) continue;
    found.push(checkpoint);
    chain = checkpoint.chain;
  }
  return found;
}

function before(
  changedFrom: SessionDate | undefined,
  found: {
    readonly checkpoints: readonly ChainedCheckpoint[];
    readonly tickers: readonly Ticker[];
    readonly aliens?: readonly SessionDate[];
    readonly reason?: string | undefined;
  },
): Settled {
  const { tickers, aliens = [], reason } = found;
  const end = changedFrom === undefined ? undefined : firstOfMonth(changedFrom);
  const unchanged = end === undefined ? found.checkpoints : found.checkpoints.filter(({ date }) => date < end);
  const isCut = unchanged.length < found.checkpoints.length;
  const checkpoints = isCut ? unchanged : found.checkpoints;
  const cut = isCut ? `a bar of ${changedFrom ?? ''} has changed` : undefined;
  return { checkpoints, chain: checkpoints.at(-1)?.chain ?? chainStart(tickers), aliens, reason: reason ?? cut };
}

function whyShort(
  checkpoints: readonly ChainedCheckpoint[],
  pointer: CheckpointPointer,
  { unreadable }: StoredCheckpoints,
): string | undefined {
  const last = checkpoints.at(-1);
  if (last?.chain === pointer.chain) return undefined;
  const from = last === undefined ? 'the checkpoints' : `the checkpoints after ${last.date}`;
  const why = unreadable[0] ?? 'other symbols, another program version, or an edited item';
  return `${from} do not belong to the chain that ends with ${pointer.date} (${why})`;
}
