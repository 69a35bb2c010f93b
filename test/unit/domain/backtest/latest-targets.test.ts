import { buildPanel, latestTargets, runBacktest, type Panel } from '@evenkeel/domain/backtest';
import { parsePortfolio, symbolsOf, type Portfolio, type Targets } from '@evenkeel/domain/portfolio';
import type { Series, Ticker } from '@evenkeel/domain/prices';
import { pairFile, portfolioFile } from '../../../factories/portfolio';
import { seriesOf } from '../../../factories/random-market';

const twoPairs = [pairFile('QQQ', 'SQQQ'), pairFile('TLT', 'TBT', [{ from: '2010-01-01', ratio: 1 }])];

/** Two pairs of 1000 each; QQQ closes at `qqq`, everything else stands still. */
function world(qqq: readonly number[], changes: Record<string, unknown> = {}): { portfolio: Portfolio; panel: Panel } {
  const portfolio = parsePortfolio(portfolioFile({ capital: 2000, pairs: twoPairs, ...changes }), 'test');
  const closes = (symbol: Ticker): readonly number[] => (symbol === 'QQQ' ? qqq : qqq.map(() => 100));
  const series = symbolsOf(portfolio).map((symbol): [Ticker, Series] => [symbol, seriesOf(symbol, closes(symbol))]);
  return { portfolio, panel: buildPanel(portfolio, new Map(series)) };
}

function targetsOf(qqq: readonly number[], changes: Record<string, unknown> = {}): Targets {
  const { portfolio, panel } = world(qqq, changes);
  return latestTargets(portfolio, panel, runBacktest(portfolio, panel).state);
}

const rebalance = (changes: object) => ({
  check: 'daily',
  drift: { measure: 'weight', tolerance: 0.1 },
  scope: 'breached',
  ...changes,
});
const actions = ({ signal, pairs }: Targets) => [signal, ...pairs.map(({ action }) => action)];

describe('latestTargets', () => {
  it('shows the book before the trades of its session, and calls for them', () => {
    // QQQ doubles: 1500 and 250 of 2750, against 0.375 and 0.125.
    const targets = targetsOf([100, 100, 200]);
    expect(targets).toMatchObject({ portfolio: 'test', asOf: '2018-01-03', nav: 2750, cash: 0, signal: 'rebalance' });
    expect(targets.netDelta).toBeCloseTo(750 / 2750, 12);
    const [first, second] = targets.pairs;
    expect(first).toMatchObject({
      base: 'QQQ',
      inverse: 'SQQQ',
      ratio: 3,
      target: { base: 0.375, inverse: 0.125 },
      breached: true,
      blocked: false,
      action: 'rebalance',
    });
    expect(first?.weight.base).toBeCloseTo(1500 / 2750, 12);
    expect(first?.weight.inverse).toBeCloseTo(250 / 2750, 12);
    expect(first?.drift).toBeCloseTo(1500 / 2750 - 0.375, 12);
    expect(first?.netDelta).toBeCloseTo(750 / 2750, 12);
    expect(second).toMatchObject({ breached: false, action: 'hold' });
    expect(second?.drift).toBeCloseTo(0.25 - 500 / 2750, 12);
  });

  it('holds while nothing is breached', () => {
    expect(actions(targetsOf([100, 100, 101]))).toEqual(['hold', 'hold', 'hold']);
  });

  it('trades every pair under scope portfolio', () => {
    expect(actions(targetsOf([100, 100, 200], { rebalance: rebalance({ scope: 'portfolio' }) }))).toEqual([
      'rebalance',
      'rebalance',
      'rebalance',
    ]);
  });

  it('shows a breach between check sessions and waits', () => {
    const targets = targetsOf([100, 100, 200], { rebalance: rebalance({ check: 'weekly' }) });
    expect(targets.pairs[0]?.breached).toBe(true);
    expect(actions(targets)).toEqual(['hold', 'hold', 'hold']);
  });

  it('is all purchase on the first session', () => {
    const targets = targetsOf([100]);
    expect(targets).toMatchObject({ nav: 2000, cash: 2000, netDelta: 0 });
    expect(actions(targets)).toEqual(['rebalance', 'rebalance', 'rebalance']);
  });

  it('says rebalance where the decision waits for the next session to be filled', () => {
    const { portfolio, panel } = world([100, 100, 200], { fill: 'next-open' });
    const { state } = runBacktest(portfolio, panel);
    expect(state.pending).toEqual(['drift', null]);
    expect(actions(latestTargets(portfolio, panel, state))).toEqual(['rebalance', 'rebalance', 'hold']);
  });

  it('answers for any session a run stopped after', () => {
    const { portfolio, panel } = world([100, 200, 200]);
    const { state } = runBacktest(portfolio, panel, { until: panel.sessions[1] });
    expect(latestTargets(portfolio, panel, state)).toMatchObject({
      asOf: '2018-01-02',
      nav: 2750,
      signal: 'rebalance',
    });
  });

  it('refuses a state of another panel or portfolio', () => {
    const { portfolio, panel } = world([100, 200, 200]);
    const { state } = runBacktest(portfolio, panel);
    const shorter = world([100, 200]);
    expect(() => latestTargets(portfolio, shorter.panel, state)).toThrow(
      'session 2018-01-03: not among the 2 sessions',
    );
    const single = world([100, 200, 200], { pairs: twoPairs.slice(0, 1) });
    expect(() => runBacktest(single.portfolio, single.panel, { after: state })).toThrow(
      'it belongs to another portfolio than this one of 1 pairs',
    );
    expect(() => runBacktest(portfolio, panel, { after: state, until: panel.sessions[0] })).toThrow(
      'run until 2018-01-01: that is before 2018-01-03',
    );
  });
});
