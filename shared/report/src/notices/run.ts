import { lateSchedules, pairKey, type Pair } from '@evenkeel/domain/pairs';
import type { SessionDate } from '@evenkeel/domain/calendar';
import type { Ticker } from '@evenkeel/domain/prices';
import { counted, money, times } from '../formats/numbers';

/** A month of sessions: with fewer, a year's figure is mostly the exponent that makes it one. */
const LEAST_TO_ANNUALISE = 21;

/**
 * That money was borrowed, `when` being where or how often.
 * @param minCash lowest cash of the run, in money
 */
export function cashNotice(minCash: number, capital: number, when: string): string[] {
  // Self-financing trades leave a rounding rest of either sign.
  if (minCash > -Math.max(0.005, 1e-11 * capital)) return [];
  return [`cash below 0 ${when}, lowest ${money(minCash)}: borrowed at no interest here`];
}

/** Which symbols are legs of several pairs. */
export function sharedNotice(symbols: readonly Ticker[]): string[] {
  return symbols.length === 0
    ? []
    : [`${symbols.join(', ')}: in more than one pair, each pair holding and trading its own`];
}

/** That a run is too short for its annual figures. */
export function shortRunNotice(sessions: number): string[] {
  if (sessions >= LEAST_TO_ANNUALISE) return [];
  return [
    `nothing can be annualised from ${counted(sessions, 'session')}: figures a year, ratios and intervals mean nothing below ${LEAST_TO_ANNUALISE}`,
  ];
}

/**
 * Whose leverage the portfolio does not state for the beginning of a run.
 * @param first session of the run
 */
export function leverageNotices(pairs: readonly Pair[], first: SessionDate): string[] {
  return lateSchedules(pairs, first).map(
    ({ pair, step: { from, ratio } }) =>
      `${pairKey(pair)}: its leverage is stated from ${from} on, the run begins on ${first}; ${times(ratio)}, the first ratio, is used before it`,
  );
}
