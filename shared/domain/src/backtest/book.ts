import { AppError } from '../errors';
import type { Panel } from './panel';
import { REASONS, type EngineState } from './state';

/** The pair does not trade. Like what follows, a code of {@link REASONS}: the position there plus 1. */
export const NO_REASON = 0;
/** The first purchase. */
export const INITIAL = 1;
/** Drift above the tolerance. */
export const DRIFT = 2;
/** The regime filter sends the pair into cash, or back. */
export const REGIME = 3;
/** A check session of calendar rebalancing, whatever the drift. */
export const CALENDAR = 4;

/**
 * The engine's working memory: what is held, what it is worth, what has been decided. All columns
 * are allocated once and written over session by session.
 */
export class Book {
  /** Index units a leg. */
  readonly units: Float64Array;
  /** Value a leg, at the prices of the last {@link mark}. */
  readonly value: Float64Array;
  /** Value a leg is to have after the trades being made. */
  readonly goal: Float64Array;
  /** Cost a leg of the trades being made. */
  readonly cost: Float64Array;
  /** Per pair: drift as last measured. */
  readonly drift: Float64Array;
  /** Per pair: 1 while the regime filter kept it in cash when last looked at. */
  readonly blocked: Uint8Array;
  /** Per pair: why the decision trades it, {@link NO_REASON} where it does not. */
  readonly reason: Uint8Array;
  /** The book at the last measurement, see {@link EngineState.measured}. */
  readonly measuredUnits: Float64Array;
  readonly measuredBlocked: Uint8Array;
  measuredCash: number;
  cash: number;
  /** `cash` and all values, at the prices of the last {@link mark}. */
  nav: number;
  bought = false;
  /** Whether a decision waits for its fill. */
  decided = false;

  constructor(
    readonly pairs: number,
    capital: number,
  ) {
    this.units = new Float64Array(pairs * 2);
    this.value = new Float64Array(pairs * 2);
    this.goal = new Float64Array(pairs * 2);
    this.cost = new Float64Array(pairs * 2);
    this.drift = new Float64Array(pairs);
    this.blocked = new Uint8Array(pairs);
    this.reason = new Uint8Array(pairs);
    this.measuredUnits = new Float64Array(pairs * 2);
    this.measuredBlocked = new Uint8Array(pairs);
    this.cash = capital;
    this.measuredCash = capital;
    this.nav = capital;
  }

  /** Back to nothing but money. */
  reset(capital: number): void {
    this.units.fill(0);
    this.blocked.fill(0);
    this.reason.fill(NO_REASON);
    this.cash = capital;
    this.bought = false;
    this.decided = false;
  }

  /** Values everything at the prices of one session, `prices[session * legs + leg]`. */
  mark(prices: Float64Array, session: number): void {
    const { units, value } = this;
    const legs = units.length;
    const at = session * legs;
    let nav = this.cash;
    for (let leg = 0; leg < legs; leg += 2) {
      const base = (units[leg] ?? Number.NaN) * (prices[at + leg] ?? Number.NaN);
      const inverse = (units[leg + 1] ?? Number.NaN) * (prices[at + leg + 1] ?? Number.NaN);
      value[leg] = base;
      value[leg + 1] = inverse;
      nav += base + inverse;
    }
    this.nav = nav;
  }

  /** Remembers the book as it is measured. */
  keepMeasured(): void {
    this.measuredUnits.set(this.units);
    this.measuredBlocked.set(this.blocked);
    this.measuredCash = this.cash;
  }
}

/** What has to be written down to go on from `book` after `session`. */
export function stateOf(book: Book, session: EngineState['session']): EngineState {
  return {
    session,
    units: [...book.units],
    cash: book.cash,
    bought: book.bought,
    blocked: flags(book.blocked),
    pending: book.decided ? Array.from(book.reason, (code) => REASONS[code - 1] ?? null) : null,
    measured: { units: [...book.measuredUnits], cash: book.measuredCash, blocked: flags(book.measuredBlocked) },
  };
}

/**
 * The book that {@link stateOf} wrote down.
 *
 * @throws AppError `bad-input` when the state is not one of a portfolio with as many pairs
 */
export function bookOf(state: EngineState, panel: Panel): Book {
  const pairs = panel.pairs.length;
  const lengths = [
    state.units.length / 2,
    state.measured.units.length / 2,
    state.blocked.length,
    state.measured.blocked.length,
    state.pending?.length ?? pairs,
  ];
  if (lengths.some((length) => length !== pairs)) {
    throw new AppError(
      'bad-input',
      `state of ${state.session}: it belongs to another portfolio than this one of ${pairs} pairs; run from the start instead`,
    );
  }
  const book = new Book(pairs, state.cash);
  book.units.set(state.units);
  book.bought = state.bought;
  book.blocked.set(state.blocked.map(Number));
  book.decided = state.pending !== null;
  book.reason.set((state.pending ?? []).map((reason) => (reason === null ? NO_REASON : REASONS.indexOf(reason) + 1)));
  book.measuredUnits.set(state.measured.units);
  book.measuredBlocked.set(state.measured.blocked.map(Number));
  book.measuredCash = state.measured.cash;
  return book;
}

function flags(column: Uint8Array): boolean[] {
  return Array.from(column, (flag) => flag === 1);
}
