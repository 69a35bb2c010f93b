import fc from 'fast-check';
import {
  buildPanel,
  latestTargets,
  parseEngineState,
  runBacktest,
  sweep,
  tradeOf,
  type BacktestRun,
  type EngineState,
  type Panel,
} from '@evenkeel/domain/backtest';
import { parsePortfolio, symbolsOf, type Portfolio } from '@evenkeel/domain/portfolio';
import { pairHistories } from '../../../../shared/domain/src/analysis/spells';
import { randomMarket, truncated } from '../../../factories/random-market';
import { portfolioFiles } from '../../../factories/random-portfolio';

const SESSIONS = 170;

/** Any portfolio over any market; windows may be as long as the market. */
const worlds = fc.record({ file: portfolioFiles, seed: fc.integer() }).map(({ file, seed }) => {
  const portfolio = parsePortfolio(file, 'any');
  const market = randomMarket(symbolsOf(portfolio), seed, SESSIONS, portfolio.benchmark);
  return { portfolio, market, panel: buildPanel(portfolio, market) };
});

/** Every number of a run, in one column. */
function numbersOf(
  { nav, cash, cost, exposure, netDelta, pairs }: BacktestRun,
  from = 0,
  to = nav.length,
): Float64Array {
  const columns = [
    nav,
    cash,
    cost,
    exposure,
    netDelta,
    ...pairs.flatMap(({ baseValue, inverseValue, ratio, drift }) => [baseValue, inverseValue, ratio, drift]),
  ];
  return Float64Array.from(columns.flatMap((column) => [...column.subarray(from, to)]));
}

/** Bit by bit, NaN included. */
function same(one: Float64Array, other: Float64Array): boolean {
  return one.length === other.length && one.every((value, at) => Object.is(value, other[at]));
}

/** The first session on whose row something `fails`. */
function firstRow(run: BacktestRun, fails: (t: number) => boolean): string | undefined {
  return run.sessions.find((_, t) => fails(t));
}

const jsonCopy = (state: EngineState): EngineState => parseEngineState(JSON.parse(JSON.stringify(state)));
const navAt = (run: BacktestRun, t: number): number => run.nav[t] ?? Number.NaN;
const differs = (a: number, b: number, scale: number): boolean => !(Math.abs(a - b) <= 1e-9 * scale);

function check(
  property: (
    world: { portfolio: Portfolio; panel: Panel; market: ReturnType<typeof randomMarket> },
    cut: number,
  ) => void,
  numRuns = 25,
): void {
  fc.assert(fc.property(worlds, fc.nat({ max: SESSIONS }), property), { numRuns });
}

describe('any portfolio over any market', () => {
  it('stops after any session and goes on from the JSON of its state, bit for bit', () => {
    check(({ portfolio, panel }, cut) => {
      const whole = runBacktest(portfolio, panel);
      const stop = cut % panel.sessions.length;
      const start = runBacktest(portfolio, panel, { until: panel.sessions[stop] });
      const rest = runBacktest(portfolio, panel, { after: jsonCopy(start.state) });
      expect(same(numbersOf(start), numbersOf(whole, 0, stop + 1))).toBe(true);
      expect(same(numbersOf(rest), numbersOf(whole, stop + 1))).toBe(true);
      expect([...start.trades, ...rest.trades]).toEqual(whole.trades);
      expect(start.rebalances + rest.rebalances).toBe(whole.rebalances);
      expect(rest.state).toEqual(whole.state);
      expect(latestTargets(portfolio, panel, jsonCopy(rest.state))).toEqual(
        latestTargets(portfolio, panel, whole.state),
      );
    });
  });

  it('keeps its trades as columns, of which the objects are the rows', () => {
    check(({ portfolio, panel }, cut) => {
      const stop = panel.sessions[cut % panel.sessions.length];
      const after = runBacktest(portfolio, panel, { until: stop }).state;
      for (const run of [runBacktest(portfolio, panel), runBacktest(portfolio, panel, { after })]) {
        const { fills, trades } = run;
        expect(trades).toHaveLength(fills.length);
        expect(run.trades).toBe(trades);
        for (const [order, trade] of trades.entries()) {
          expect(trade).toEqual(tradeOf(fills, order));
          expect(run.sessions[fills.row[order] ?? -1]).toBe(trade.session);
          expect([trade.units, trade.price]).toEqual([fills.units[order], fills.price[order]]);
          const pair = panel.pairs[trade.pair];
          expect([pair?.base.ticker, pair?.inverse.ticker]).toContain(trade.symbol);
        }
      }
    });
  });

  it('finds the same unwatched, skipping over what a recorded run measures', () => {
    check(({ portfolio, panel }) => {
      const run = runBacktest(portfolio, panel);
      const [cell] = sweep(portfolio, panel, {}, (_, { nav, ...outcome }) => ({ nav: nav.slice(), ...outcome }));
      expect(same(cell?.nav ?? new Float64Array(), run.nav)).toBe(true);
      expect(cell).toMatchObject({ trades: run.trades.length, rebalances: run.rebalances });
      const spells = pairHistories(run, panel, portfolio.fill).flatMap((pair) => [...pair.spells]);
      const held = spells.reduce((sum, { first, last }) => sum + last - first, 0);
      expect(cell?.meanHoldingSessions).toBe(spells.length === 0 ? null : held / spells.length);
    }, 100);
  });

  it('does not look ahead: what comes after a session changes nothing up to it', () => {
    check(({ portfolio, panel, market }, cut) => {
      const least = Math.max(
        'window' in portfolio.allocation ? portfolio.allocation.window : 0,
        portfolio.regimeFilter ? 21 : 0,
      );
      const rows = least + 1 + (cut % (panel.sessions.length - least));
      const last = panel.sessions[rows - 1];
      if (last === undefined) throw new Error('outside the panel');
      const short = runBacktest(portfolio, buildPanel(portfolio, truncated(market, last)));
      const long = runBacktest(portfolio, panel);
      expect(same(numbersOf(short), numbersOf(long, 0, rows))).toBe(true);
      expect(short.trades).toEqual(long.trades.filter(({ session }) => session <= last));
      expect(short.state).toEqual(runBacktest(portfolio, panel, { until: last }).state);
    });
  });

  it('conserves value: NAV changes by what the holdings earn, less costs', () => {
    check(({ portfolio, panel }) => {
      const run = runBacktest(portfolio, panel);
      const scale = portfolio.capital;
      const held = new Float64Array(panel.pairs.length * 2);
      let cash = portfolio.capital;
      let next = 0;
      const wrong = firstRow(run, (t) => {
        for (let trade = run.trades[next]; trade?.session === run.sessions[t] && trade; trade = run.trades[++next]) {
          const leg = 2 * trade.pair + (panel.pairs[trade.pair]?.base.ticker === trade.symbol ? 0 : 1);
          held[leg] = (held[leg] ?? 0) + trade.units;
          cash -= trade.value + trade.cost;
          if (differs(trade.units * trade.price, trade.value, scale)) return true;
        }
        const value = panel.pairs.reduce(
          (sum, { base, inverse }, pair) =>
            sum + (held[2 * pair] ?? 0) * (base.close[t] ?? 0) + (held[2 * pair + 1] ?? 0) * (inverse.close[t] ?? 0),
          0,
        );
        return differs(run.cash[t] ?? 0, cash, scale) || differs(navAt(run, t), cash + value, scale);
      });
      expect(wrong).toBeUndefined();
      expect(next).toBe(run.trades.length);
    });
  });

  it('has weights that sum to 1 with cash, and holds nothing short', () => {
    check(({ portfolio, panel }) => {
      const run = runBacktest(portfolio, panel);
      const wrong = firstRow(run, (t) => {
        const nav = navAt(run, t);
        const cash = (run.cash[t] ?? 0) / nav;
        const weights = run.pairs.flatMap(({ baseValue, inverseValue }) => [
          (baseValue[t] ?? 0) / nav,
          (inverseValue[t] ?? 0) / nav,
        ]);
        const held = weights.reduce((sum, weight) => sum + weight, 0);
        return Math.min(...weights) < 0 || differs(held + cash, 1, 1) || differs(run.exposure[t] ?? 0, held, 1);
      });
      expect(wrong).toBeUndefined();
    });
  });

  it('leaves no cash after trades of the whole portfolio, without a filter', () => {
    check(({ portfolio, panel }) => {
      const whole: Portfolio = {
        ...portfolio,
        allocation: portfolio.allocation.method === 'fixed' ? { method: 'equal' } : portfolio.allocation,
        fill: 'close',
        regimeFilter: undefined,
        rebalance: { ...portfolio.rebalance, scope: 'portfolio' },
      };
      const run = runBacktest(whole, panel);
      expect(firstRow(run, (t) => differs(run.cash[t] ?? 0, 0, navAt(run, t)))).toBeUndefined();
    });
  });

  it('pays for re-hedging within the pair: cash stays where it is, without a filter', () => {
    check(({ portfolio, panel }) => {
      const pairwise: Portfolio = {
        ...portfolio,
        regimeFilter: undefined,
        rebalance: { ...portfolio.rebalance, scope: 'pair' },
      };
      const run = runBacktest(pairwise, panel);
      const bought = portfolio.fill === 'close' ? 0 : 1;
      const kept = run.cash[bought] ?? Number.NaN;
      expect(firstRow(run, (t) => t > bought && differs(run.cash[t] ?? 0, kept, navAt(run, t)))).toBeUndefined();
    });
  });

  it('is never richer with costs than without, where the trades are the same', () => {
    check(({ portfolio, panel }) => {
      const held: Portfolio = {
        ...portfolio,
        regimeFilter: undefined,
        rebalance: { ...portfolio.rebalance, check: 'never' },
      };
      const net = runBacktest(held, panel);
      const gross = runBacktest(held, panel, { costs: false });
      expect(firstRow(net, (t) => navAt(net, t) > navAt(gross, t) * (1 + 1e-12))).toBeUndefined();
      expect(gross.trades.every(({ cost }) => cost === 0)).toBe(true);
    });
  });

  it('scales with capital when costs are a share of what is traded', () => {
    check(({ portfolio, panel }) => {
      const costs = { ...portfolio.costs, slippage: { model: 'fixed', rate: 0.001 } } as const;
      const one = runBacktest({ ...portfolio, costs, capital: 1000 }, panel);
      const many = runBacktest({ ...portfolio, costs, capital: 8_192_000 }, panel);
      expect(firstRow(one, (t) => differs(navAt(many, t) / 8192, navAt(one, t), 1000))).toBeUndefined();
      expect(many.rebalances).toBe(one.rebalances);
    });
  });

  it('does not depend on the order of the pairs', () => {
    check(({ portfolio, market, panel }) => {
      const { allocation, pairs } = portfolio;
      const turned: Portfolio = {
        ...portfolio,
        pairs: pairs.toReversed(),
        allocation:
          allocation.method === 'fixed' ? { ...allocation, weights: allocation.weights.toReversed() } : allocation,
      };
      const one = runBacktest(portfolio, panel);
      const other = runBacktest(turned, buildPanel(turned, market));
      expect(firstRow(one, (t) => differs(navAt(other, t), navAt(one, t), navAt(one, t)))).toBeUndefined();
      expect(other.rebalances).toBe(one.rebalances);
    });
  });

  it('takes a leverage schedule that never changes for a single step', () => {
    check(({ portfolio, market }) => {
      const pairsWith = (steps: (ratio: number) => Portfolio['pairs'][number]['leverage']): Portfolio => ({
        ...portfolio,
        pairs: portfolio.pairs.map((pair) => ({ ...pair, leverage: steps(pair.leverage[0]?.ratio ?? 3) })),
      });
      const dates = portfolio.pairs.flatMap(({ leverage }) => leverage.map(({ from }) => from)).sort();
      const single = pairsWith((ratio) => dates.slice(0, 1).map((from) => ({ from, ratio })));
      const constant = pairsWith((ratio) => [...new Set(dates)].map((from) => ({ from, ratio })));
      expect(
        same(
          numbersOf(runBacktest(constant, buildPanel(constant, market))),
          numbersOf(runBacktest(single, buildPanel(single, market))),
        ),
      ).toBe(true);
    });
  });
});
