import { basicMetrics } from '@evenkeel/domain/analysis';
import { buildPanel, runBacktest, type Panel } from '@evenkeel/domain/backtest';
import { presets, type Portfolio } from '@evenkeel/domain/portfolio';
import { curveMetrics } from '../../shared/domain/src/analysis/metrics';
import { pairHistories } from '../../shared/domain/src/analysis/spells';
import { market } from './support/market';
import { growthExponent, report, timed } from './support/measure';
import { plainBacktest } from './support/plain-backtester';

const PAIRS = 5;
const SESSIONS = 1760;
const LIMIT_MS = 0.3;
/** The backtester that this one replaces, written in Python over data frames, on the same configuration. */
const ORIGINAL_SECONDS = 82;

const { portfolio, panel } = prepared(PAIRS, SESSIONS);
const fast = timed(() => engineWithMetrics(portfolio, panel));
const full = timed(() => engineWithAllMetrics(portfolio, panel));
const plain = timed(() => plainBacktest(portfolio, panel));
const bare = timed(() => runBacktest(portfolio, panel));

const milliseconds = (ms: number) => `${ms.toFixed(3)} ms`;
const within = (ms: number) => ({ text: `${LIMIT_MS} ms`, holds: ms <= LIMIT_MS });
report(`engine, ${PAIRS} pairs x ${SESSIONS} sessions`, milliseconds(bare.median));
report('engine with the metrics of a sweep', milliseconds(fast.median), within(fast.median));
report('engine with all metrics, benchmark included', milliseconds(full.median), within(full.median));
report('  the same, fastest batch', milliseconds(full.fastest));
report('baseline: an object a day and position, 4 figures', milliseconds(plain.median));
report('  of the baseline\'s time', `${((fast.median / plain.median) * 100).toFixed(1)} %`);
report(`  the original's ${ORIGINAL_SECONDS} s, one run`, `1 / ${Math.round((ORIGINAL_SECONDS * 1000) / full.median).toLocaleString('en-US')}`);

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

function engineWithMetrics(tested: Portfolio, over: Panel): unknown {
  const run = runBacktest(tested, over);
  let tradedValue = 0;
  for (const trade of run.trades) tradedValue += Math.abs(trade.value);
  return basicMetrics(run.nav, run.capital, { tradedValue });
}

function engineWithAllMetrics(tested: Portfolio, over: Panel) {
  const run = runBacktest(tested, over);
  const spells = pairHistories(run, over, tested.fill).flatMap((pair) => pair.spells);
  const curve = { sessions: over.sessions, nav: run.nav, capital: run.capital, benchmark: over.benchmark?.close };
  return { nav: run.nav.at(-1) ?? Number.NaN, ...curveMetrics(curve, { trades: run.trades, spells, value: run.nav }) };
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
    if (!(difference < 1e-9)) throw new Error(`engine and baseline differ in ${key}: ${String(ours[key])} and ${String(theirs[key])}`);
  }
  report('largest difference from the baseline allowed, held', '1e-9');
}
