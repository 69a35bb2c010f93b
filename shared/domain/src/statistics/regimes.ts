import { REGIME_WINDOW } from './constants';
import { GrowingSample } from './order-statistics';
import { rollingCorrelation, rollingVolatility } from './rolling';

/** Names of the regime codes 0, 1 and 2. */
export const REGIMES = ['low', 'medium', 'high'] as const;

/** The part of a statistic's own history, cut at its 33 % and 67 % quantiles, that its value belongs to. */
export type Regime = (typeof REGIMES)[number];

/** The code of a session that has no regime: too early, or a statistic that is not defined. */
export const NO_REGIME = -1;

/** Name of a regime code; null for {@link NO_REGIME}. */
export function regimeName(code: number): Regime | null {
  return REGIMES[code] ?? null;
}

/**
 * Regime of each session: where its statistic lies among the 33 % and 67 % quantiles (linear
 * interpolation) of its own history from `firstIndex` up to and including that session; a value
 * equal to a quantile belongs to the lower regime (docs/numbers.md, section 5). O(n log n).
 *
 * Row t depends on rows `firstIndex`..t only. Rows before `firstIndex` and rows whose statistic is
 * NaN get {@link NO_REGIME}, and the latter are no part of the history.
 *
 * @returns one code a row: 0 low, 1 medium, 2 high, or {@link NO_REGIME}
 */
export function rollingRegimes(statistic: Float64Array, firstIndex: number): Int8Array {
  const codes = new Int8Array(statistic.length).fill(NO_REGIME);
  const history = new GrowingSample(statistic.subarray(Math.min(firstIndex, statistic.length)));
  for (let row = firstIndex; row < statistic.length; row++) {
    const value = statistic[row] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    history.add(value);
    codes[row] = history.isAtMostQuantile(value, 33) ? 0 : history.isAtMostQuantile(value, 67) ? 1 : 2;
  }
  return codes;
}

/** Regimes of one pair, with the statistics they were judged by; one row a session. */
export interface PairRegimes {
  /** Rolling 21-session sd of the base's returns, annualised; NaN while undefined. */
  readonly volatility: Float64Array;
  /** Rolling 21-session correlation of the two legs; NaN while undefined. */
  readonly correlation: Float64Array;
  readonly volatilityRegime: Int8Array;
  readonly correlationRegime: Int8Array;
}

/**
 * Volatility and correlation regimes of a pair (docs/numbers.md, section 5).
 *
 * @param baseReturns daily returns of the base, row 0 being the undefined return of the first bar (its value is not read)
 * @param inverseReturns the inverse's, aligned
 */
export function pairRegimes(baseReturns: Float64Array, inverseReturns: Float64Array): PairRegimes {
  const correlation = rollingCorrelation(baseReturns, inverseReturns, REGIME_WINDOW).fill(Number.NaN, 0, REGIME_WINDOW);
  return {
    ...volatilityRegimes(baseReturns),
    correlation,
    correlationRegime: rollingRegimes(correlation, REGIME_WINDOW),
  };
}

/** Volatility regimes alone, of a benchmark for instance; `returns` as in {@link pairRegimes}. */
export function volatilityRegimes(returns: Float64Array): Pick<PairRegimes, 'volatility' | 'volatilityRegime'> {
  const volatility = rollingVolatility(returns, REGIME_WINDOW).fill(Number.NaN, 0, REGIME_WINDOW);
  return { volatility, volatilityRegime: rollingRegimes(volatility, REGIME_WINDOW) };
}
