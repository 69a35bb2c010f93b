import { AppError } from '../errors';
import { CALENDAR, DRIFT, INITIAL, NO_REASON, REGIME, type Book } from './book';
import type { Rules } from './rules';
import { wholePortfolio } from './scope';

/** Is told what happens, while it happens; a sweep goes without and only reads the tally. */
export interface Recorder {
  /** One trade, filled on row `session`. */
  trade(session: number, leg: number, units: number, price: number, value: number, cost: number, reason: number): void;
  /** Row `session` is a check session; `book.drift` has been measured at its close. */
  measured(session: number, book: Book): void;
  /** Row `session` is done; the book is marked at its close, after trades. */
  close(session: number, book: Book): void;
}

/** Running sums of a run. */
export class Tally {
  /** Of all trades, in money. */
  cost = 0;
  /** Sum of |value| of all trades. */
  value = 0;
  trades = 0;
  /** Sessions with trades after the first purchase. */
  rebalances = 0;
  /** Times that a pair was bought or re-hedged and then held. */
  holdings = 0;
  /** Sessions from each holding's first row to the pair's next trade; see {@link meanHolding}. */
  private held = 0;
  /** Row on which each pair's present holding began; -1 where nothing is held. */
  private readonly since: Int32Array;

  constructor(pairs: number) {
    this.since = new Int32Array(pairs).fill(-1);
  }

  /** Back to nothing. */
  reset(): void {
    this.cost = 0;
    this.value = 0;
    this.trades = 0;
    this.rebalances = 0;
    this.holdings = 0;
    this.held = 0;
    this.since.fill(-1);
  }

  /** Pair `pair` trades on row `t`, and holds something after it or not. */
  turn(pair: number, t: number, holds: boolean): void {
    const since = this.since[pair] ?? -1;
    if (since >= 0) this.held += t - since;
    if (holds) this.holdings += 1;
    this.since[pair] = holds ? t : -1;
  }

  /** Mean sessions from one trade of a pair to its next, or to row `last`; time in cash is no holding. Null before the first. */
  meanHolding(last: number): number | null {
    const open = this.since.reduce((sum, since) => sum + (since < 0 ? 0 : last - since), 0);
    return this.holdings === 0 ? null : (this.held + open) / this.holdings;
  }
}

/**
 * Walks `book` through rows `first`..`last` (inclusive) of the panel behind `rules` (docs/numbers.md, section
 * 3), one row at a time in this order: fill what the row before decided (fills `next-open` and
 * `next-close`), value at the close, measure drift and decide, fill at once (fill `close`).
 *
 * Readings of the text:
 * - the decision of the row of the start is the first purchase; whatever the check schedule says, that row measures nothing;
 * - "after a fill, drift is measured again on the same session" means that a fill does not stand in for
 *   the measurement; that still happens on check sessions only, so `never` never trades again;
 * - a change of the blocked state counts on the first check session at or after it, against the state
 *   at the last check session.
 *
 * Nothing of a row is read before the walk comes to it.
 *
 * @param nav receives the net asset value at each close, at `nav[row - first]`
 * @throws AppError `bad-data` when the portfolio is worth nothing any more
 */
export function walk(
  rules: Rules,
  book: Book,
  first: number,
  last: number,
  nav: Float64Array,
  tally: Tally,
  recorder: Recorder | null,
): void {
  const { rows, fill } = rules;
  const fillPrices = rows[fill.at];
  for (let t = first; t <= last; t++) {
    if (recorder === null && t > rules.start && !book.decided) t = coast(rules, book, t, last, nav, first);
    if (book.decided) {
      book.mark(fillPrices, t);
      settle(rules, book, t - 1, fillPrices, t, tally, recorder);
    }
    book.mark(rows.close, t);
    if (t === last) book.keepMeasured();
    decide(rules, book, t, recorder);
    if (book.decided && fill.sameSession) {
      settle(rules, book, t, rows.close, t, tally, recorder);
      book.mark(rows.close, t);
    }
    if (!(book.nav > 0)) throw ruined(rules, book, t);
    nav[t - first] = book.nav;
    if (recorder !== null) recorder.close(t, book);
  }
}

function ruined({ sessions }: Rules, { nav }: Book, t: number): AppError {
  const session = sessions[t];
  const message = `nothing is left of the portfolio after ${session ?? ''} (net asset value ${nav.toPrecision(3)}); lower its costs, or trade less often`;
  return new AppError('bad-data', message, { session });
}

/**
 * Goes on from row `from` through rows on which nothing can be decided, and answers the first on which
 * something may, at most `last`, for {@link walk} to take. Such rows are nine in ten, and when nobody
 * watches they owe their NAV and no more.
 */
function coast(rules: Rules, book: Book, from: number, last: number, nav: Float64Array, first: number): number {
  const { rows, check, drift, tolerance, calendar, target, filtered } = rules;
  let t = from;
  for (; t < last; t++) {
    book.mark(rows.close, t);
    if (!(book.nav > 0)) break;
    if (check[t] === 1 && (calendar || !drift.within(tolerance, book, target, rows, t))) break;
    if (filtered && check[t] === 1 && blocksChange(rules, book, t)) break;
    nav[t - first] = book.nav;
  }
  return t;
}

/** Decides at the close of row `t`, at which the book is marked: the first purchase, or on a check session what drift calls for. */
export function decide(rules: Rules, book: Book, t: number, recorder: Recorder | null): void {
  if (t === rules.start) {
    book.reason.fill(INITIAL);
    book.decided = true;
  } else if (rules.check[t] === 1) decideByDrift(rules, book, t, recorder);
}

function decideByDrift(rules: Rules, book: Book, t: number, recorder: Recorder | null): void {
  const { pairs, drift, reason } = book;
  const { tolerance, calendar } = rules;
  const breach = calendar ? CALENDAR : DRIFT;
  rules.drift.measure(book, rules.target, rules.rows, t);
  let any = false;
  for (let pair = 0; pair < pairs; pair++) {
    const breached = calendar || (drift[pair] ?? Number.NaN) > tolerance;
    reason[pair] = breached ? breach : NO_REASON;
    any = any || breached;
  }
  if (rules.filtered && decideBlocks(rules, book, t)) any = true;
  book.decided = any;
  if (recorder !== null) recorder.measured(t, book);
}

/** Pairs whose blocked state has changed since the last check session are breached by that. */
function decideBlocks({ blocked }: Rules, book: Book, t: number): boolean {
  let any = false;
  for (let pair = 0; pair < book.pairs; pair++) {
    const now = blocked[t * book.pairs + pair] ?? 0;
    if (now === book.blocked[pair]) continue;
    book.blocked[pair] = now;
    book.reason[pair] = REGIME;
    any = true;
  }
  return any;
}

function blocksChange({ blocked }: Rules, book: Book, t: number): boolean {
  for (let pair = 0; pair < book.pairs; pair++) {
    if (blocked[t * book.pairs + pair] !== book.blocked[pair]) return true;
  }
  return false;
}

/** Writes into the book what each leg shall be worth by the decision of row `decision`, at the prices it is marked at, and what that costs. */
export function aimFor(rules: Rules, book: Book, decision: number): void {
  (book.bought ? rules.scope : wholePortfolio)(rules, book, decision);
  rules.cost(book, 0, book.goal.length);
}

/** Fills the decision of row `decision` at `prices` of row `t`, at which the book is marked. */
function settle(
  rules: Rules,
  book: Book,
  decision: number,
  prices: Float64Array,
  t: number,
  tally: Tally,
  recorder: Recorder | null,
): void {
  const { units, value, goal, cost: costs, reason } = book;
  const legs = units.length;
  aimFor(rules, book, decision);
  const tradesBefore = tally.trades;
  let turned = -1;
  for (let leg = 0; leg < legs; leg++) {
    const wanted = goal[leg] ?? Number.NaN;
    const change = wanted - (value[leg] ?? Number.NaN);
    if (change === 0) continue;
    const pair = leg >> 1;
    if (pair !== turned) tally.turn((turned = pair), t, (goal[2 * pair] ?? 0) + (goal[2 * pair + 1] ?? 0) > 0);
    const price = prices[t * legs + leg] ?? Number.NaN;
    const held = units[leg] ?? Number.NaN;
    const cost = costs[leg] ?? Number.NaN;
    units[leg] = wanted / price;
    book.cash -= change + cost;
    tally.cost += cost;
    tally.value += Math.abs(change);
    tally.trades += 1;
    if (recorder !== null)
      recorder.trade(t, leg, wanted / price - held, price, change, cost, reason[pair] || triggerOf(reason));
  }
  if (book.bought && tally.trades > tradesBefore) tally.rebalances += 1;
  book.bought = true;
  book.decided = false;
}

/** Why the decision was made at all, for pairs that trade along with a breached one. */
function triggerOf(reason: Uint8Array): number {
  return reason.includes(DRIFT) ? DRIFT : REGIME;
}
