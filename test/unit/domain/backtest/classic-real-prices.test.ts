import { parseSessionDate } from '@evenkeel/domain/calendar';
import { buildPanel, runBacktest } from '@evenkeel/domain/backtest';
import { symbolsOf, type Portfolio } from '@evenkeel/domain/portfolio';
import { describeWithSharedData } from '../../../support/shared-data';
import { realSeriesOf } from '../../../support/real-series';
import { presets } from '../../../factories/portfolio';

/** The original had ERY at 2 throughout (docs/numbers.md, section 3). */
const original: Portfolio = {
  ...presets.classic,
  pairs: presets.classic.pairs.map((pair) =>
    pair.inverse === 'ERY' ? { ...pair, leverage: [{ from: parseSessionDate('2008-11-06'), ratio: 2 }] } : pair,
  ),
};

const range = { from: parseSessionDate('2017-01-01'), to: parseSessionDate('2023-12-31') };

describeWithSharedData('classic on the real prices of 2017 to 2023', () => {
  const panel = buildPanel(original, realSeriesOf(symbolsOf(original)), range);
  const run = runBacktest(original, panel);

  it('covers 1760 sessions and drops none', () => {
    expect(panel.sessions).toHaveLength(1760);
    expect(panel.droppedSessions).toBe(0);
  });

  it('rebalances 5 times with 20 trades', () => {
    expect(run.rebalances).toBe(5);
    expect(run.trades).toHaveLength(20);
  });

  it('ends with 180,222,355.92', () => {
    expect(run.nav.at(-1)?.toFixed(2)).toBe('180222355.92');
  });

  it('has a mean net delta of 0.53: most of the return is market exposure', () => {
    const mean = run.netDelta.reduce((sum, delta) => sum + delta, 0) / run.netDelta.length;
    expect(mean).toBeCloseTo(0.53, 2);
  });
});
