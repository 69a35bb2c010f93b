import type { PairPanel, PanelPair } from '../backtest';
import type { SessionDate } from '../calendar';
import { AppError } from '../errors';
import { hedgeWeights } from '../pairs';
import { HEDGE_WINDOW } from '../statistics/constants';
import { finite } from '../statistics/ratio';
import { pairRegimes, regimeName, REGIMES } from '../statistics/regimes';
import { rollingBeta } from '../statistics/rolling';
import type {
  Analysis,
  HedgeBeta,
  PairAnalysis,
  PairTotal,
  RegimeCellFigures,
  RegimeDistribution,
} from './analysis-model';
import { indexReturns } from '../statistics/daily-returns';
import { directionCells } from './direction';
import { distributionOf } from './pair-distribution';

/** Sessions that a pair has at least to be analyzed: the longest window is of returns. */
export const FEWEST_SESSIONS = HEDGE_WINDOW + 1;

/**
 * The exploratory analysis that `analyze --json` prints (docs/numbers.md, section 5), of every pair of every
 * panel. Give each pair a panel of its own, so that it has all the sessions its two legs share.
 *
 * @throws AppError `bad-data` when a panel is shorter than the longest window
 */
export function buildAnalysis(panels: readonly PairPanel[]): Analysis {
  return { pairs: panels.flatMap((panel) => panel.pairs.map((pair) => analyzePair(pair, panel.sessions))) };
}

/**
 * The analysis of one pair.
 *
 * @param sessions of the pair's columns
 * @throws AppError `bad-data` when there are fewer sessions than the longest window needs
 */
function analyzePair(pair: PanelPair, sessions: readonly SessionDate[]): PairAnalysis {
  const { base, inverse } = pair;
  const first = sessions.at(0);
  const last = sessions.at(-1);
  if (first === undefined || last === undefined || sessions.length < FEWEST_SESSIONS) {
    throw new AppError(
      'bad-data',
      `${base.ticker}/${inverse.ticker}: ${sessions.length} common sessions are too few to analyze; the longest window needs ${FEWEST_SESSIONS}, so widen the range of dates`,
      { base: base.ticker, inverse: inverse.ticker, sessions: sessions.length },
    );
  }
  const baseReturns = indexReturns(base.close);
  const inverseReturns = indexReturns(inverse.close);
  const returns = pairReturns(baseReturns, inverseReturns, pair.ratio);
  const regimes = pairRegimes(baseReturns, inverseReturns);
  const lastRow = sessions.length - 1;

  return {
    base: base.ticker,
    inverse: inverse.ticker,
    first,
    last,
    sessions: sessions.length,
    total: pairTotal(pair, returns.subarray(1)),
    annualSharpe: annualSharpe(returns, sessions),
    cells: cells(returns, regimes.volatilityRegime, regimes.correlationRegime),
    distributions: {
      volatility: byRegime(returns, regimes.volatilityRegime),
      correlation: byRegime(returns, regimes.correlationRegime),
    },
    direction: directionCells(pair, baseReturns, returns, regimes.volatilityRegime),
    hedgeBeta: hedgeBeta(inverseReturns, baseReturns, pair.ratio, sessions),
    current: {
      volatility: finite(regimes.volatility[lastRow] ?? Number.NaN),
      correlation: finite(regimes.correlation[lastRow] ?? Number.NaN),
      volatilityRegime: regimeName(regimes.volatilityRegime[lastRow] ?? -1),
      correlationRegime: regimeName(regimes.correlationRegime[lastRow] ?? -1),
    },
  };
}

/**
 * Daily return of a pair held at hedge weights: `w_base r_base + w_inverse r_inverse`, both bought,
 * by the ratio in force on the session; row 0 is NaN.
 */
function pairReturns(baseReturns: Float64Array, inverseReturns: Float64Array, ratio: Float64Array): Float64Array {
  return baseReturns.map((baseReturn, row) => {
    const weights = hedgeWeights(ratio[row] ?? Number.NaN);
    return weights.base * baseReturn + weights.inverse * (inverseReturns[row] ?? Number.NaN);
  });
}

function pairTotal({ base, inverse, ratio }: PanelPair, returns: Float64Array): PairTotal {
  const weights = hedgeWeights(ratio[0] ?? Number.NaN);
  const held = weights.base * growthOf(base.close) + weights.inverse * growthOf(inverse.close);
  return {
    return: finite(returns.reduce((growth, value) => growth * (1 + value), 1) - 1),
    held: finite(held - 1),
    ...distributionOf(returns),
  };
}

function growthOf(index: Float64Array): number {
  return (index.at(-1) ?? Number.NaN) / (index[0] ?? Number.NaN);
}

function annualSharpe(returns: Float64Array, sessions: readonly SessionDate[]): Record<string, number | null> {
  const byYear: Record<string, number | null> = {};
  let first = 1;
  for (let end = 2; end <= sessions.length; end++) {
    const year = sessions[first]?.slice(0, 4);
    if (year === undefined || sessions[end]?.slice(0, 4) === year) continue;
    byYear[year] = distributionOf(returns.subarray(first, end)).sharpe;
    first = end;
  }
  return byYear;
}

function cells(returns: Float64Array, volatility: Int8Array, correlation: Int8Array): RegimeCellFigures[] {
  return REGIMES.flatMap((volatilityName, v) =>
    REGIMES.map((correlationName, c) => ({
      volatility: volatilityName,
      correlation: correlationName,
      ...distributionOf(returns.filter((_, row) => volatility[row] === v && correlation[row] === c)),
    })),
  );
}

function byRegime(returns: Float64Array, codes: Int8Array): RegimeDistribution[] {
  return REGIMES.map((regime, code) => {
    const within = returns.filter((_, row) => codes[row] === code).sort();
    return { regime, ...distributionOf(within), min: within.at(0) ?? null, max: within.at(-1) ?? null };
  });
}

function hedgeBeta(
  inverseReturns: Float64Array,
  baseReturns: Float64Array,
  ratio: Float64Array,
  sessions: readonly SessionDate[],
): HedgeBeta[] {
  const betas = rollingBeta(inverseReturns, baseReturns, HEDGE_WINDOW);
  return sessions.slice(HEDGE_WINDOW).map((date, position) => ({
    date,
    beta: finite(betas[position + HEDGE_WINDOW] ?? Number.NaN),
    expected: -(ratio[position + HEDGE_WINDOW] ?? Number.NaN),
  }));
}
