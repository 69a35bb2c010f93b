import type { PanelPair } from '../backtest';
import { REGIME_WINDOW } from '../statistics/constants';
import { mean } from '../statistics/distribution';
import { REGIMES } from '../statistics/regimes';
import { rollingSd } from '../statistics/rolling';
import type { Direction, DirectionCell } from './analysis-model';

const DIRECTIONS: readonly Direction[] = ['down', 'sideways', 'up'];

/** Half an sd of the span's return either way is sideways. */
const SIDEWAYS = 0.5;

/**
 * Where the pair earns: volatility regime x direction of the base over the last 21 sessions.
 *
 * The base went `up` or `down` when its 21-session return lies beyond half the sd of such a return:
 * the rolling 21-session sd of daily returns, scaled by sqrt(21) to the same span. The result is that
 * of a pair bought at hedge weights at the span's start and left alone; beside it stands its second
 * order expansion for an ideal fund, `L/2 (x^2 - V)` with x = sum ln(1 + r_base) and V = sum ln(1 +
 * r_base)^2 over the span: a trend earns x^2, and the variance along the way costs V, so that a
 * random walk, where E[x^2] = V, is expected to earn nothing. L is the ratio at the span's start.
 *
 * @param baseReturns daily returns of the base, row 0 NaN
 * @param returns daily pair returns
 * @param volatility regime codes of each session
 */
export function directionCells(
  { base, inverse, ratio }: PanelPair,
  baseReturns: Float64Array,
  returns: Float64Array,
  volatility: Int8Array,
): DirectionCell[] {
  const spanSd = rollingSd(baseReturns, REGIME_WINDOW).map((sd) => sd * Math.sqrt(REGIME_WINDOW));
  const directionOf = (row: number): Direction => {
    const spanReturn = growth(base.close, row) - 1;
    const limit = SIDEWAYS * (spanSd[row] ?? Number.NaN);
    return spanReturn > limit ? 'up' : spanReturn < -limit ? 'down' : 'sideways';
  };
  const held = (row: number) => {
    const leverage = ratio[row - REGIME_WINDOW] ?? Number.NaN;
    return (leverage * growth(base.close, row) + growth(inverse.close, row)) / (1 + leverage) - 1;
  };
  const logs = baseReturns.map(Math.log1p);
  const expected = (row: number) => {
    let sum = 0;
    let squares = 0;
    for (let at = row - REGIME_WINDOW + 1; at <= row; at += 1) {
      const log = logs[at] ?? Number.NaN;
      sum += log;
      squares += log * log;
    }
    return ((ratio[row - REGIME_WINDOW] ?? Number.NaN) / 2) * (sum * sum - squares);
  };
  const rows = new Map<string, number[]>();
  for (let row = REGIME_WINDOW; row < baseReturns.length; row += 1) {
    const cell = `${volatility[row]} ${directionOf(row)}`;
    const own = rows.get(cell);
    if (own === undefined) rows.set(cell, [row]);
    else own.push(row);
  }
  return REGIMES.flatMap((regime, code) =>
    DIRECTIONS.map((direction) => {
      const within = rows.get(`${code} ${direction}`) ?? [];
      return {
        volatility: regime,
        direction,
        count: within.length,
        mean: mean(Float64Array.from(within, held)),
        expected: mean(Float64Array.from(within, expected)),
        daily: mean(Float64Array.from(within, (row) => returns[row] ?? Number.NaN)),
      };
    }),
  );
}

function growth(index: Float64Array, row: number): number {
  return (index[row] ?? Number.NaN) / (index[row - REGIME_WINDOW] ?? Number.NaN);
}
