import type { CorrectedBar, LedgerEntry, LedgerLeg } from '@evenkeel/dynamo/strategy';
import { keyOf } from './go-on';
import type { BarNow, PricesNow } from './prices-now';

/** Bars that one entry names; a hundred take some kilobytes. */
const MOST_BARS = 1000;
/** Differences below this share are rounding. */
const SAME = 1e-9;

/**
 * What is booked of bars that have been corrected since they were booked: an entry under the newest booked session, where the money
 * changes; several where there are very many bars, the last of which has the effect; none where no bar has. Fills stay as they were
 * made, and so do the shares: what they are worth follows from the prices as they are known now.
 * @param entries all of the ledger, in the order in which they were booked
 */
export function correctionsOf(entries: readonly LedgerEntry[], now: PricesNow): LedgerEntry[] {
  const last = entries.at(-1);
  const corrects = changedBars(entries, now);
  if (last === undefined || corrects.length === 0) return [];
  const known = knownBars(entries);
  const barOf = ({ session, since }: LedgerEntry, symbol: string) =>
    now(symbol, since, session) ?? known.get(barKey(session, symbol));
  const pairs = standing(last, entries, barOf, now);
  const nav = pairs.reduce((sum, { base, inverse }) => sum + base.value + inverse.value, last.cash);
  const chunks: LedgerEntry[] = [];
  for (let start = 0; start < corrects.length; start += MOST_BARS) {
    const whole = start + MOST_BARS >= corrects.length;
    chunks.push({
      ...last,
      ...{ kind: 'correction', decision: null, orders: [], fills: [] },
      corrects: corrects.slice(start, start + MOST_BARS),
      ...(whole ? { pairs, nav, effect: nav - last.nav } : { effect: 0 }),
    });
  }
  return chunks;
}

/**
 * The bars that say something else now than the ledger knows.
 * @param entries from some session on, in the order in which they were booked
 */
export function changedBars(entries: readonly LedgerEntry[], now: PricesNow): CorrectedBar[] {
  const known = knownBars(entries);
  return entries
    .filter(({ kind }) => kind === 'session')
    .flatMap((entry) => heldIn(entry).flatMap((symbol) => corrected(entry, symbol, known, now)));
}

const barKey = (session: string, symbol: string): string => `${session} ${symbol}`;

/** What the ledger knows of each bar by now. */
function knownBars(entries: readonly LedgerEntry[]): Map<string, BarNow> {
  const known = new Map<string, BarNow>();
  for (const { kind, session, pairs, corrects } of entries) {
    for (const bar of corrects) {
      known.set(barKey(bar.session, bar.symbol), { close: bar.close.is, open: bar.open.is, growth: bar.growth.is });
    }
    if (kind === 'correction') continue;
    for (const { symbol, close, open, growth } of pairs.flatMap(({ base, inverse }) => [base, inverse])) {
      known.set(barKey(session, symbol), { close, open, growth });
    }
  }
  return known;
}

function corrected(
  { session, since }: LedgerEntry,
  symbol: string,
  known: ReadonlyMap<string, BarNow>,
  now: PricesNow,
): CorrectedBar[] {
  const [was, is] = [known.get(barKey(session, symbol)), now(symbol, since, session)];
  if (was === undefined || is === undefined) return [];
  // The open matters where it was looked at.
  const open = { was: was.open, is: was.open === null ? null : is.open };
  if (same(was.close, is.close) && same(open.was, open.is) && same(was.growth, is.growth)) return [];
  return [
    { symbol, session, open, close: { was: was.close, is: is.close }, growth: { was: was.growth, is: is.growth } },
  ];
}

/** Symbols of which something is held after the session, or was traded on it. */
function heldIn({ pairs, fills }: LedgerEntry): string[] {
  const held = pairs.flatMap(({ base, inverse }) => [base, inverse]).filter(({ value }) => value !== 0);
  return [...new Set([...held, ...fills].map(({ symbol }) => symbol))];
}

/**
 * The pairs of `last`, their legs at what the shares are worth: what was held grows by the total return, and the shares of a fill,
 * as many as were traded, are worth the close.
 */
function standing(
  last: LedgerEntry,
  entries: readonly LedgerEntry[],
  barOf: (entry: LedgerEntry, symbol: string) => BarNow | undefined,
  now: PricesNow,
): LedgerEntry['pairs'] {
  let values = new Map<string, number>();
  for (const entry of entries) {
    if (entry.kind === 'correction') continue;
    const after = new Map<string, number>();
    for (const pair of entry.pairs) {
      for (const { symbol } of [pair.base, pair.inverse]) {
        const key = `${keyOf(pair)} ${symbol}`;
        const bar = barOf(entry, symbol);
        after.set(
          key,
          (values.get(key) ?? 0) * (bar?.growth ?? 1) + tradedIn(entry, keyOf(pair), symbol, bar?.close ?? null),
        );
      }
    }
    values = after;
  }
  return last.pairs.map((pair) => {
    const leg = (booked: LedgerLeg): LedgerLeg => {
      const bar: BarNow = now(booked.symbol, last.since, last.session) ?? booked;
      const value = values.get(`${keyOf(pair)} ${booked.symbol}`) ?? booked.value;
      const open = booked.open === null ? null : bar.open;
      return { symbol: booked.symbol, value, close: bar.close, open, growth: bar.growth };
    };
    return { ...pair, base: leg(pair.base), inverse: leg(pair.inverse) };
  });
}

/** What the shares that were bought (or sold, then negative) on a session are worth at its close. */
function tradedIn({ fills }: LedgerEntry, pair: string, symbol: string, close: number | null): number {
  return fills
    .filter((fill) => fill.pair === pair && fill.symbol === symbol)
    .reduce((sum, { side, value, price }) => {
      const worth = price === null || close === null ? value : (value * close) / price;
      return sum + (side === 'buy' ? worth : -worth);
    }, 0);
}

function same(was: number | null, is: number | null): boolean {
  if (was === null || is === null) return was === is;
  return Math.abs(was - is) <= SAME * Math.max(Math.abs(was), Math.abs(is));
}
