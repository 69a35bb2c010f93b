import { type BacktestRun, buildPanel, latestTargets, runBacktest } from '@evenkeel/domain/backtest';
import { parsePortfolio, symbolsOf, type Portfolio } from '@evenkeel/domain/portfolio';
import type { Series, Ticker } from '@evenkeel/domain/prices';
import { portfolioFile } from '../../../factories/portfolio';
import { seriesOf } from '../../../factories/random-market';

const closes: Partial<Record<string, (t: number) => number>> = {
  QQQ: (t) => 100 * Math.exp(0.05 * Math.sin(t * 1.3) + 0.002 * t),
  SQQQ: (t) => 50 * Math.exp(-0.14 * Math.sin(t * 1.3) - 0.007 * t),
};
const DAYS = 80;

function world(changes: Record<string, unknown> = {}): { portfolio: Portfolio; series: Map<Ticker, Series> } {
  const portfolio = parsePortfolio(portfolioFile({ capital: 1e6, ...changes }), 'test');
  const series = symbolsOf(portfolio).map((symbol): [Ticker, Series] => [
    symbol,
    seriesOf(
      symbol,
      Array.from({ length: DAYS }, (_, t) => closes[symbol]?.(t) ?? 1),
    ),
  ]);
  return { portfolio, series: new Map(series) };
}

const costs = { commissionRate: 0.002, slippage: { model: 'sqrt', cap: 0.001, depth: 1e8 } };
const drift = { measure: 'weight', tolerance: 0.03 };

/** All that a run says; its fills name rows of their own panel. */
function shown({ fills, trades, ...run }: BacktestRun) {
  return { ...run, trades: [...trades], filled: fills.length };
}

describe('a run that starts within its panel', () => {
  it.each(['close', 'next-open', 'next-close'])('is the run of a panel that begins there, with fill %s', (fill) => {
    const { portfolio, series } = world({ fill, costs, rebalance: { check: 'daily', drift, scope: 'breached' } });
    const panel = buildPanel(portfolio, series);
    for (const row of [0, 1, 37, DAYS - 1]) {
      const start = panel.sessions[row];
      const within = runBacktest(portfolio, panel, { start });
      const alone = buildPanel(portfolio, series, { from: start });
      const other = runBacktest(portfolio, alone);
      expect(shown(within)).toEqual(shown(other));
      expect(within.rebalances > 0).toBe(row < 40);
      expect(latestTargets(portfolio, panel, within.state, start)).toEqual(
        latestTargets(portfolio, alone, other.state),
      );
    }
  });

  it('goes on from its own state as if it had not stopped, also from before its first fill', () => {
    const { portfolio, series } = world({
      fill: 'next-open',
      costs,
      rebalance: { check: 'daily', drift, scope: 'breached' },
    });
    const panel = buildPanel(portfolio, series);
    const start = panel.sessions[20];
    const whole = runBacktest(portfolio, panel, { start });
    for (const stop of [20, 21, 50]) {
      const first = runBacktest(portfolio, panel, { start, until: panel.sessions[stop] });
      const rest = runBacktest(portfolio, panel, { after: first.state });
      expect([...first.nav, ...rest.nav]).toEqual([...whole.nav]);
      expect(rest.state).toEqual(whole.state);
    }
  });

  it('looks back beyond its start for a window that the sessions after it could not fill', () => {
    const { portfolio, series } = world({ allocation: { method: 'inverse-volatility', window: 60 } });
    const panel = buildPanel(portfolio, series);
    const start = panel.sessions[70];
    expect(() => buildPanel(portfolio, series, { from: start })).toThrow('longer than the data');
    expect(runBacktest(portfolio, panel, { start }).sessions).toEqual(panel.sessions.slice(70));
  });

  it('begins with the first session from its start on, and refuses one after the last', () => {
    const { portfolio, series } = world();
    const panel = buildPanel(portfolio, series, { from: undefined });
    const { sessions } = runBacktest(portfolio, panel, { start: panel.sessions[3] });
    expect(sessions[0]).toBe(panel.sessions[3]);
    const beyond = { start: '2099-01-01' as never };
    expect(() => runBacktest(portfolio, panel, beyond)).toThrow('choose a later session');
  });
});
