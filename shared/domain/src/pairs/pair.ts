import { firstRowFrom, type SessionDate } from '../calendar';
import { AppError } from '../errors';
import type { Ticker } from '../prices';

/** From `from` on, the inverse fund aims at `-ratio` times the base's daily return. */
export interface LeverageStep {
  readonly from: SessionDate;
  /** Positive, e.g. 3. */
  readonly ratio: number;
}

/** A base ETF and a leveraged inverse ETF on the same market, both bought long. */
export interface Pair {
  readonly base: Ticker;
  readonly inverse: Ticker;
  /** Dated leverage, ascending by `from`, at least one step; before the first step the first holds. */
  readonly leverage: readonly LeverageStep[];
}

/** Shares of a pair's value, together 1. */
export interface HedgeWeights {
  readonly base: number;
  readonly inverse: number;
}

/**
 * The leverage ratio in force on `session`: the last step with `from <= session`, before the first
 * step the first (docs/numbers.md, section 2).
 *
 * @throws AppError `bad-data` for a pair without steps, which `parsePortfolio` never lets through
 */
export function ratioOn(pair: Pair, session: SessionDate): number {
  const step = pair.leverage.findLast(({ from }) => from <= session) ?? pair.leverage[0];
  if (step) return step.ratio;
  throw new AppError(
    'bad-data',
    `${pairKey(pair)}: no leverage step; state at least one, e.g. {"from": "2010-02-11", "ratio": 3}`,
  );
}

/** {@link ratioOn} of each of the ascending `sessions`. */
export function ratiosOn(pair: Pair, sessions: readonly SessionDate[]): Float64Array {
  const ratios = new Float64Array(sessions.length);
  for (let t = 0; t < sessions.length;) {
    const session = sessions[t];
    if (session === undefined) break;
    const next = pair.leverage.find(({ from }) => from > session);
    const end = next === undefined ? sessions.length : firstRowFrom(sessions, next.from);
    ratios.fill(ratioOn(pair, session), t, end);
    t = end;
  }
  return ratios;
}

/**
 * Weights inside a pair that make its net delta 0 at `ratio` L: base L/(1+L), inverse 1/(1+L)
 * (docs/numbers.md, section 2).
 *
 * @example hedgeWeights(3) // { base: 0.75, inverse: 0.25 }
 */
export function hedgeWeights(ratio: number): HedgeWeights {
  return { base: ratio / (1 + ratio), inverse: 1 / (1 + ratio) };
}

/** How files, keys and pages name a pair: `QQQ/SQQQ`. */
export function pairKey({ base, inverse }: { readonly base: string; readonly inverse: string }): string {
  return `${base}/${inverse}`;
}
