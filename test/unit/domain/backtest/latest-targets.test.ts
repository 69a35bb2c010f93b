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

  it('says in shares what the model holds and trades', () => {
    // 750, 250, 500 and 500 bought at 100; QQQ doubles and its pair goes back to 0.375 and 0.125 of 2750.
    const { modelHoldings, modelOrders } = targetsOf([100, 100, 200]);
    expect(modelHoldings).toMatchObject([
      { symbol: 'QQQ', shares: 7.5, tradedPrice: 200, value: 1500 },
      { symbol: 'SQQQ', shares: 2.5, tradedPrice: 100, value: 250 },
      { symbol: 'TLT', shares: 5, tradedPrice: 100, value: 500 },
      { symbol: 'TBT', shares: 5, tradedPrice: 100, value: 500 },
    ]);
    expect(modelOrders).toMatchObject([
      { symbol: 'QQQ', side: 'sell', shares: (1500 - 1031.25) / 200, tradedPrice: 200, value: 1500 - 1031.25 },
      { symbol: 'SQQQ', side: 'buy', shares: (343.75 - 250) / 100, tradedPrice: 100, value: 343.75 - 250 },
    ]);
    expect(targetsOf([100, 100, 101]).modelOrders).toEqual([]);
  });

  it('has the first purchase for orders, and nothing held before it', () => {
    const { modelHoldings, modelOrders } = targetsOf([100], { fill: 'next-close' });
    expect(modelHoldings).toEqual([]);
    expect(modelOrders.map(({ symbol, side, shares }) => [symbol, side, shares])).toEqual([
      ['QQQ', 'buy', 7.5],
      ['SQQQ', 'buy', 2.5],
      ['TLT', 'buy', 5],
      ['TBT', 'buy', 5],
    ]);
  });

  it.each(['breached', 'pair', 'portfolio'] as const)(
    'has the very trades of its session for orders where they are filled at its close, scope %s',
    (scope) => {
      const costs = { commissionRate: 0.001, slippage: { model: 'sqrt', cap: 0.001, depth: 1e6 } };
      const { portfolio, panel } = world([100, 130, 90, 200, 201], { costs, rebalance: rebalance({ scope }) });
      for (const until of panel.sessions) {
        const run = runBacktest(portfolio, panel, { until });
        const trades = run.trades.filter(({ session }) => session === until);
        expect(latestTargets(portfolio, panel, run.state).modelOrders).toEqual(
          trades.map(({ symbol, units, value, shares, tradedPrice }) => ({
            symbol,
            side: value > 0 ? 'buy' : 'sell',
            shares: Math.abs(shares ?? Number.NaN),
            tradedPrice,
            units: Math.abs(units),
            value: Math.abs(value),
          })),
        );
      }
    },
  );

  it('sizes an order that waits for the next session at the close it was decided at', () => {
    const { portfolio, panel } = world([100, 100, 200], { fill: 'next-open' });
    const { state } = runBacktest(portfolio, panel);
    expect(latestTargets(portfolio, panel, state).modelOrders).toMatchObject([
      { symbol: 'QQQ', side: 'sell', shares: (1500 - 1031.25) / 200 },
      { symbol: 'SQQQ', side: 'buy', shares: (343.75 - 250) / 100 },
    ]);
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
