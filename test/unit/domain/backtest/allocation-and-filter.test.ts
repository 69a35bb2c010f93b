import { buildPanel, runBacktest } from '@evenkeel/domain/backtest';
import { parsePortfolio, symbolsOf, type Portfolio } from '@evenkeel/domain/portfolio';
import type { Series, Ticker } from '@evenkeel/domain/prices';
import { allocationRows } from '../../../../shared/domain/src/backtest/allocation';
import { blockedRows } from '../../../../shared/domain/src/backtest/regime-filter';
import { pairFile, portfolioFile } from '../../../factories/portfolio';
import { pathOf, seriesOf } from '../../../factories/random-market';

const twoPairs = [pairFile('QQQ', 'SQQQ'), pairFile('TLT', 'TBT')];

function panelOf(portfolio: Portfolio, closes: Readonly<Record<string, readonly number[]>>) {
  const length = Object.values(closes)[0]?.length ?? 0;
  const series = symbolsOf(portfolio).map((symbol): [Ticker, Series] => [
    symbol,
    seriesOf(symbol, closes[symbol] ?? Array.from({ length }, () => 100)),
  ]);
  return buildPanel(portfolio, new Map(series));
}

/** Portfolio weights of the two pairs on each session. */
function weights(
  allocation: object,
  closes: Readonly<Record<string, readonly number[]>>,
): (readonly [number, number])[] {
  const portfolio = parsePortfolio(portfolioFile({ pairs: twoPairs, allocation }), 'test');
  const rows = allocationRows(portfolio.allocation, panelOf(portfolio, closes));
  return Array.from(
    { length: rows.length / 2 },
    (_, t) => [rows[2 * t] ?? Number.NaN, rows[2 * t + 1] ?? Number.NaN] as const,
  );
}

describe('allocation', () => {
  it('fixed is what the owner wrote, on every session, and leaves the rest in cash', () => {
    const fixed = { method: 'fixed', weights: [0.5, 0.25] };
    const qqq = pathOf([0.5, -0.5]);
    expect(weights(fixed, { QQQ: qqq })).toEqual(Array(3).fill([0.5, 0.25]));

    const portfolio = parsePortfolio(
      portfolioFile({ pairs: twoPairs, allocation: fixed, rebalance: { check: 'daily', scope: 'portfolio' } }),
      'test',
    );
    const run = runBacktest(portfolio, panelOf(portfolio, { QQQ: qqq }));
    expect(run.cash[0]).toBeCloseTo(250, 9);
    // QQQ is 3/8 of NAV and gains half of that; a quarter of what there is then stays in cash.
    expect(run.nav[1]).toBeCloseTo(1000 + 187.5, 9);
    expect(run.cash[1]).toBeCloseTo(1187.5 / 4, 9);
    expect(run.pairs.map(({ baseValue }) => baseValue[1])).toEqual([
      expect.closeTo(1187.5 * 0.375, 9),
      expect.closeTo(1187.5 * 0.1875, 9),
    ]);
  });

  it('fixed may leave a pair out', () => {
    const portfolio = parsePortfolio(
      portfolioFile({ pairs: twoPairs, allocation: { method: 'fixed', weights: [0, 1] } }),
      'test',
    );
    const { trades, pairs } = runBacktest(portfolio, panelOf(portfolio, { QQQ: pathOf([0.5, -0.5]) }));
    expect(trades.map(({ symbol }) => symbol)).toEqual(['TLT', 'TBT']);
    expect(pairs[0]?.drift.slice(1)).toEqual(Float64Array.of(0, 0));
  });

  // Returns of +-1 % and of +-3 %: sample sds in the proportion 1 to 3.
  const calm = pathOf([0.01, -0.01, 0.01, -0.01]);
  const wild = pathOf([0.03, -0.03, 0.03, -0.03]);

  it('inverse-volatility gives three times the weight to a third of the sd, once the window is full', () => {
    const found = weights({ method: 'inverse-volatility', window: 2 }, { QQQ: calm, TLT: wild });
    expect(found.slice(0, 2)).toEqual([
      [0.5, 0.5],
      [0.5, 0.5],
    ]);
    for (const [first, second] of found.slice(2))
      expect([first, second]).toEqual([expect.closeTo(0.75, 12), expect.closeTo(0.25, 12)]);
  });

  it('trend weighs the growth over the window by its sd', () => {
    const steady = pathOf([0.02, 0.01, 0.02]);
    const torn = pathOf([0.04, -0.01, 0.02]);
    const sd = Math.sqrt(0.00005);
    const sdTorn = Math.sqrt(0.00125);
    const scores = [Math.log(1.02 * 1.01) / sd, Math.log(1.04 * 0.99) / sdTorn];
    const share = (scores[0] ?? 0) / ((scores[0] ?? 0) + (scores[1] ?? 0));
    expect(weights({ method: 'trend', window: 2 }, { QQQ: steady, TLT: torn })[2]?.[0]).toBeCloseTo(share, 12);
  });

  it('falls back to equal where no pair has a trend, and where a price does not move', () => {
    const back = pathOf([0.25, -0.2, 0.25, -0.2]);
    expect(weights({ method: 'trend', window: 2 }, { QQQ: back, TLT: back })[2]).toEqual([0.5, 0.5]);
    expect(weights({ method: 'inverse-volatility', window: 2 }, { QQQ: calm })[3]).toEqual([0.5, 0.5]);
  });
});

describe('the regime filter', () => {
  // Calm for 40 sessions, wild for 30: volatility is high from the first wild return on.
  const returns = Array.from(
    { length: 70 },
    (_, at) => (at % 2 === 0 ? 1 : -1) * (at < 40 ? 0.002 + 0.00001 * at : 0.03),
  );
  const closes = pathOf(returns);
  const inverse = pathOf(returns.map((one) => -3 * one));
  const base = { QQQ: closes, SQQQ: inverse, TLT: closes.map(() => 100), TBT: closes.map(() => 100), SPY: closes };
  const filtered = (regimeFilter: object, changes: Record<string, unknown> = {}) =>
    parsePortfolio(
      portfolioFile({
        pairs: twoPairs,
        benchmark: 'SPY',
        regimeFilter,
        rebalance: { check: 'daily', drift: { measure: 'weight', tolerance: 0.9 }, scope: 'breached' },
        ...changes,
      }),
      'test',
    );
  const blockedOn = (portfolio: Portfolio): number[][] => {
    const rows = blockedRows(portfolio.regimeFilter, panelOf(portfolio, base));
    return [0, 1].map((pair) =>
      Array.from({ length: rows.length / 2 }, (_, t) => t).filter((t) => rows[2 * t + pair] === 1),
    );
  };
  const from = (first: number) => Array.from({ length: 71 - first }, (_, at) => first + at);

  it('blocks nothing before regimes are defined, at return index 21', () => {
    const [first] = blockedOn(
      filtered({ pairs: { 'QQQ/SQQQ': [{ volatility: 'low' }, { volatility: 'medium' }, { volatility: 'high' }] } }),
    );
    expect(first).toEqual(from(21));
  });

  it('takes the first value for low: it is equal to both quantiles of its history', () => {
    const [first] = blockedOn(filtered({ pairs: { 'QQQ/SQQQ': [{ volatility: 'low' }] } }));
    expect(first).toEqual([21]);
  });

  it('blocks every pair in a regime of the benchmark, and one pair in its own', () => {
    const [first, second] = blockedOn(filtered({ benchmark: ['high'] }));
    expect(first).toEqual(second);
    expect(first?.slice(-30)).toEqual(from(41));
    expect(blockedOn(filtered({ pairs: { 'QQQ/SQQQ': [{ volatility: 'high' }] } }))[1]).toEqual([]);
  });

  it.each(['breached', 'pair', 'portfolio'] as const)(
    'sends a blocked pair into cash and back, under scope %s',
    (scope) => {
      // From session 22 to 40 the volatility is the highest or next to it; a low one is seen only once.
      const portfolio = filtered(
        { pairs: { 'QQQ/SQQQ': [{ volatility: 'low' }] } },
        { rebalance: { check: 'daily', drift: { measure: 'weight', tolerance: 0.9 }, scope } },
      );
      const run = runBacktest(portfolio, panelOf(portfolio, base));
      const ofThePair = run.trades.slice(4).filter(({ pair }) => pair === 0);
      expect(ofThePair.map(({ session, symbol, reason }) => [run.sessions.indexOf(session), symbol, reason])).toEqual([
        [21, 'QQQ', 'regime'],
        [21, 'SQQQ', 'regime'],
        [22, 'QQQ', 'regime'],
        [22, 'SQQQ', 'regime'],
      ]);
      // Whatever else trades, does so only with the whole portfolio.
      expect(run.trades.slice(4).some(({ pair }) => pair === 1)).toBe(scope === 'portfolio');
      expect([run.pairs[0]?.baseValue[21], run.pairs[0]?.inverseValue[21]]).toEqual([0, 0]);
      expect(run.pairs[0]?.baseValue[22]).toBeCloseTo(0.375 * (run.nav[22] ?? 0), 9);
    },
  );

  it('is looked at anew for each filter over the same panel', () => {
    const [low, high] = (['low', 'high'] as const).map((volatility) =>
      filtered({ pairs: { 'QQQ/SQQQ': [{ volatility }] } }),
    );
    if (low === undefined || high === undefined) throw new Error('two filters');
    const panel = panelOf(low, base);
    const shared = [low, high].map((portfolio) => runBacktest(portfolio, panel).trades);
    expect(shared).toEqual([low, high].map((portfolio) => runBacktest(portfolio, panelOf(portfolio, base)).trades));
    expect(shared[0]).not.toEqual(shared[1]);
  });

  it('waits for the next check session', () => {
    const portfolio = filtered(
      { pairs: { 'QQQ/SQQQ': [{ volatility: 'high' }] } },
      { rebalance: { check: 'monthly', drift: { measure: 'weight', tolerance: 0.9 }, scope: 'breached' } },
    );
    const run = runBacktest(portfolio, panelOf(portfolio, base));
    // Weekdays from 2018-01-01: session 23 is 2018-02-01, session 43 is 2018-03-01.
    expect([...new Set(run.trades.slice(4).map(({ session }) => session))]).toEqual(['2018-02-01']);
  });
});
