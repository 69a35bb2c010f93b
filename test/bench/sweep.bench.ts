import { buildPanel, sweep } from '@evenkeel/domain/backtest';
import { basicMetrics } from '../../shared/domain/src/analysis/basic-metrics';
import { market } from './support/market';
import { report } from './support/measure';
import { presets } from '../factories/portfolio';

const LIMIT_SECONDS = 3;
const { series, ...chosen } = market(5, 1760);
const portfolio = { ...presets.classic, ...chosen, name: 'bench' };
const panel = buildPanel(portfolio, series);
const grid = {
  tolerance: Array.from({ length: 250 }, (_, i) => 0.002 * (i + 1)),
  check: ['daily', 'weekly', 'monthly', 'quarterly'] as const,
  scope: ['breached', 'pair', 'portfolio', 'breached', 'portfolio'] as const,
  fill: ['close', 'next-open'] as const,
};

const summarise: Parameters<typeof sweep<number | null>>[3] = (_, { nav, capital, tradedValue }) =>
  basicMetrics(nav, capital, { tradedValue }).sharpe;

sweep(portfolio, panel, { ...grid, tolerance: grid.tolerance.slice(0, 10) }, summarise);
const started = process.cpuUsage();
const clock = performance.now();
const cells = sweep(portfolio, panel, grid, summarise).length;
const seconds = (performance.now() - clock) / 1000;
const { user, system } = process.cpuUsage(started);

report(`sweep of ${cells.toLocaleString('en-US')} cells, 5 pairs x 1760 sessions`, `${seconds.toFixed(2)} s`, {
  text: `${LIMIT_SECONDS} s`,
  holds: seconds < LIMIT_SECONDS,
});
report('  processor time, all threads', `${((user + system) / 1e6).toFixed(2)} s`);
report('  a cell', `${((seconds / cells) * 1000).toFixed(3)} ms`);
