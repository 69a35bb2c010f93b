import type { Portfolio } from '@evenkeel/domain/portfolio';
import type { Panel } from '@evenkeel/domain/backtest';

/**
 * The rules of the `classic` portfolio (equal weights, daily check of weight drift, breached pairs
 * traded to target at the close) as one would write them down first: an object for each day and each
 * position, all figures from the list of days at the end. The yardstick for the engine's speed and, as
 * it shares no code with it, a check of its result.
 */
export function plainBacktest(portfolio: Portfolio, panel: Panel): PlainResult {
  const days: Day[] = [];
  let positions: Position[] = [];
  let cash = portfolio.capital;
  for (const [t, date] of panel.sessions.entries()) {
    const prices = panel.pairs.map(({ base, inverse }) => ({
      base: base.close[t] ?? 0,
      inverse: inverse.close[t] ?? 0,
    }));
    const targets = panel.pairs.map(({ ratio }) => {
      const leverage = ratio[t] ?? 1;
      const share = 1 / panel.pairs.length;
      return { base: (share * leverage) / (1 + leverage), inverse: share / (1 + leverage) };
    });
    if (t === 0) {
      let invested = cash;
      for (;;) {
        const costs = targets.reduce(
          (sum, target) =>
            sum + costOf(portfolio, target.base * invested) + costOf(portfolio, target.inverse * invested),
          0,
        );
        const left = cash - costs;
        if (Math.abs(left - invested) <= 1e-12 * cash) break;
        invested = left;
      }
      positions = targets.map((target, i) => ({
        base: (target.base * invested) / (prices[i]?.base ?? 1),
        inverse: (target.inverse * invested) / (prices[i]?.inverse ?? 1),
      }));
      cash = 0;
    } else {
      const values = positions.map((position, i) => ({
        base: position.base * (prices[i]?.base ?? 0),
        inverse: position.inverse * (prices[i]?.inverse ?? 0),
      }));
      const nav = cash + values.reduce((sum, value) => sum + value.base + value.inverse, 0);
      positions = positions.map((position, i) => {
        const [value, target, price] = [values[i], targets[i], prices[i]];
        if (!value || !target || !price) return position;
        const drift = Math.max(
          Math.abs(value.base / nav - target.base),
          Math.abs(value.inverse / nav - target.inverse),
        );
        if (drift <= portfolio.rebalance.drift.tolerance) return position;
        const trades = [target.base * nav - value.base, target.inverse * nav - value.inverse];
        for (const trade of trades) cash -= trade + costOf(portfolio, Math.abs(trade));
        return { base: (target.base * nav) / price.base, inverse: (target.inverse * nav) / price.inverse };
      });
    }
    const held = positions.reduce(
      (sum, position, i) => sum + position.base * (prices[i]?.base ?? 0) + position.inverse * (prices[i]?.inverse ?? 0),
      0,
    );
    days.push({ date, nav: cash + held, benchmark: panel.benchmark?.close[t] ?? Number.NaN });
  }
  return { nav: days.at(-1)?.nav ?? portfolio.capital, ...figuresOf(days, portfolio.capital) };
}

/** Final NAV and a few figures that need the whole curve. */
export interface PlainResult {
  readonly nav: number;
  readonly sharpe: number;
  readonly maxDrawdown: number;
  readonly correlation: number;
}

interface Position {
  readonly base: number;
  readonly inverse: number;
}

interface Day {
  readonly date: string;
  readonly nav: number;
  readonly benchmark: number;
}

function costOf({ costs }: Portfolio, value: number): number {
  const { slippage } = costs;
  const slip =
    slippage.model === 'sqrt'
      ? Math.min(slippage.cap, Math.sqrt(value / slippage.depth))
      : slippage.model === 'fixed'
        ? slippage.rate
        : 0;
  return value * (costs.commissionRate + slip);
}

function figuresOf(days: readonly Day[], capital: number): Omit<PlainResult, 'nav'> {
  const returns = days.map((day, i) => day.nav / (days[i - 1]?.nav ?? capital) - 1);
  const market = days.map((day, i) => day.benchmark / (days[i - 1]?.benchmark ?? Number.NaN) - 1).slice(1);
  let peak = capital;
  const drawdowns = days.map((day) => {
    peak = Math.max(peak, day.nav);
    return day.nav / peak - 1;
  });
  return {
    sharpe: (mean(returns) / deviation(returns)) * Math.sqrt(252),
    maxDrawdown: drawdowns.reduce((low, drawdown) => Math.min(low, drawdown), 0),
    correlation: covariance(returns.slice(1), market) / (deviation(returns.slice(1)) * deviation(market)),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviation(values: readonly number[]): number {
  return Math.sqrt(covariance(values, values));
}

function covariance(a: readonly number[], b: readonly number[]): number {
  const [ma, mb] = [mean(a), mean(b)];
  return a.reduce((sum, value, i) => sum + (value - ma) * ((b[i] ?? mb) - mb), 0) / (a.length - 1);
}
