import { buildPanel, runBacktest, sweep, type Panel } from '@evenkeel/domain/backtest';
import type { Portfolio } from '@evenkeel/domain/portfolio';
import { basicMetrics } from '../../shared/domain/src/analysis/basic-metrics';
import { curveMetrics } from '../../shared/domain/src/analysis/metrics';
import { pairHistories } from '../../shared/domain/src/analysis/spells';
import { market } from './support/market';
import { growthExponent, report, timed } from './support/measure';
import { plainBacktest } from './support/plain-backtester';
import { presets } from '../factories/portfolio';

const PAIRS = 5;
const SESSIONS = 1760;
const LIMIT_MS = 0.3;
/** The backtester that this one replaces, written in Python over data frames, on the same configuration. */
const ORIGINAL_SECONDS = 82;

const { portfolio, panel } = prepared(PAIRS, SESSIONS);
const lean = timed(() => engineWithMetrics(portfolio, panel));
const full = timed(() => engineWithAllMetrics(portfolio, panel));
const plain = timed(() => plainBacktest(portfolio, panel));
const bare = timed(() => runBacktest(portfolio, panel));

const milliseconds = (ms: number) => `${ms.toFixed(3)} ms`;
const within = (ms: number) => ({ text: `${LIMIT_MS} ms`, holds: ms <= LIMIT_MS });
report(`engine with metrics, ${PAIRS} pairs x ${SESSIONS} sessions`, milliseconds(lean.median), within(lean.median));
report('  fastest batch', milliseconds(lean.fastest));
report('  every column and trade recorded', milliseconds(bare.median));
report('  recorded, and all metrics with spells and benchmark', milliseconds(full.median));
report('baseline: an object a day and position, 4 figures', milliseconds(plain.median));
report('  engine with metrics, of the baseline', `${((lean.median / plain.median) * 100).toFixed(1)} %`);
report(
  `  of the original's ${ORIGINAL_SECONDS} s, one run`,
  `1 / ${Math.round((ORIGINAL_SECONDS * 1000) / lean.median).toLocaleString('en-US')}`,
);

agree();

const bySessions = [440, 880, 1760, 3520, 7040].map((size) => ({ size, cost: costOf(PAIRS, size) }));
const byPairs = [2, 4, 8, 16, 32].map((size) => ({ size, cost: costOf(size, SESSIONS) }));
report('growth with sessions, 440 to 7040 (1 = linear)', growthExponent(bySessions).toFixed(2));
report('growth with pairs, 2 to 32 (1 = linear)', growthExponent(byPairs).toFixed(2));

function prepared(pairs: number, sessions: number): { portfolio: Portfolio; panel: Panel } {
  const { series, ...chosen } = market(pairs, sessions);
  const tested = { ...presets.classic, ...chosen, name: 'bench' };
  return { portfolio: tested, panel: buildPanel(tested, series) };
}

/** Return, Sharpe ratio, volatility, drawdown, turnover: what is asked of each of many configurations. */
function engineWithMetrics(tested: Portfolio, over: Panel): unknown {
  return sweep(tested, over, {}, (_, { nav, capital, tradedValue }) => basicMetrics(nav, capital, { tradedValue }));
}

function engineWithAllMetrics(tested: Portfolio, over: Panel) {
  const run = runBacktest(tested, over);
  const spells = pairHistories(run, over, tested.fill).map((pair) => pair.spells);
  const curve = { sessions: over.sessions, nav: run.nav, capital: run.capital, benchmark: over.benchmark?.close };
  return { nav: run.nav.at(-1) ?? Number.NaN, ...curveMetrics(curve, { fills: run.fills, spells, value: run.nav }) };
}

function costOf(pairs: number, sessions: number): number {
  const { portfolio: tested, panel: over } = prepared(pairs, sessions);
  return timed(() => engineWithMetrics(tested, over), { warmMs: 150, forMs: 400 }).fastest;
}

/** A fast wrong answer is worth nothing: both programs must come to the same figures. */
function agree(): void {
  const ours = engineWithAllMetrics(portfolio, panel);
  const theirs = plainBacktest(portfolio, panel);
  for (const key of ['nav', 'sharpe', 'maxDrawdown', 'correlation'] as const) {
    const difference = Math.abs((ours[key] ?? Number.NaN) / theirs[key] - 1);
    if (!(difference < 1e-9))
      throw new Error(`engine and baseline differ in ${key}: ${String(ours[key])} and ${String(theirs[key])}`);
  }
  report('largest difference from the baseline allowed, held', '1e-9');
}
