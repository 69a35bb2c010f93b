import { buildPanel, latestTargets, runBacktest } from '@evenkeel/domain/backtest';
import { parsePortfolio, symbolsOf } from '@evenkeel/domain/portfolio';
import { parseTicker, type Series } from '@evenkeel/domain/prices';
import { portfolioFile } from '../../../factories/portfolio';
import { seriesOf } from '../../../factories/random-market';
import { realSeriesOf } from '../../../support/real-series';
import { describeWithSharedData } from '../../../support/shared-data';

const QQQ = parseTicker('QQQ');
const SQQQ = parseTicker('SQQQ');

/** The columns with some values replaced, by row. */
function changed(
  series: Series,
  changes: { split?: Record<number, number>; dividend?: Record<number, number> },
): Series {
  const replaced = (column: Float64Array, values: Record<number, number> = {}) =>
    column.map((value, row) => values[row] ?? value);
  return {
    ...series,
    split: replaced(series.split, changes.split),
    dividend: replaced(series.dividend, changes.dividend),
  };
}

const breach = { check: 'daily', drift: { measure: 'delta', tolerance: 0.2 }, scope: 'pair' };

describe('trades in shares', () => {
  it('are of the share of their own session, before and after a split', () => {
    // One share becomes two on row 1, the fund pays on row 2 and doubles on row 3: the index doubles with the holder's money.
    const base = changed(seriesOf(QQQ, [100, 50, 49, 98]), { split: { 1: 2 }, dividend: { 2: 1 } });
    const inverse = seriesOf(SQQQ, [10, 10, 10, 10]);
    const portfolio = parsePortfolio(portfolioFile({ rebalance: breach }), 'test');
    const panel = buildPanel(
      portfolio,
      new Map([
        [QQQ, base],
        [SQQQ, inverse],
      ]),
    );
    const run = runBacktest(portfolio, panel);
    expect(run.trades.map(({ symbol, shares, tradedPrice }) => [symbol, tradedPrice, shares])).toEqual([
      ['QQQ', 100, 7.5],
      ['SQQQ', 10, 25],
      // 15 shares since the split, and the dividend in more of them: worth 1500 and 250, hedged 1312.5 and 437.5.
      ['QQQ', 98, expect.closeTo(-187.5 / 98, 10)],
      ['SQQQ', 10, expect.closeTo(18.75, 10)],
    ]);
    const { modelHoldings } = latestTargets(portfolio, panel, run.state);
    expect(modelHoldings[0]?.shares).toBeCloseTo(1500 / 98, 10);
  });

  it('are at the open as it was traded where they are filled there', () => {
    const portfolio = parsePortfolio(portfolioFile({ fill: 'next-open' }), 'test');
    const panel = buildPanel(
      portfolio,
      new Map([
        [QQQ, seriesOf(QQQ, [100, 100], [100, 80])],
        [SQQQ, seriesOf(SQQQ, [10, 10], [10, 12.5])],
      ]),
    );
    expect(runBacktest(portfolio, panel).trades).toMatchObject([
      { symbol: 'QQQ', tradedPrice: 80, shares: 750 / 80 },
      { symbol: 'SQQQ', tradedPrice: 12.5, shares: 250 / 12.5 },
    ]);
  });

  it('are not known where only adjusted prices are', () => {
    const portfolio = parsePortfolio(portfolioFile(), 'test');
    const panel = buildPanel(
      portfolio,
      new Map([
        [QQQ, { ...seriesOf(QQQ, [100, 200]), adjustedOnly: true }],
        [SQQQ, seriesOf(SQQQ, [10, 10])],
      ]),
    );
    const run = runBacktest(portfolio, panel);
    expect(run.trades.map(({ symbol, shares, tradedPrice }) => [symbol, shares, tradedPrice])).toEqual([
      ['QQQ', null, null],
      ['SQQQ', 25, 10],
      ['QQQ', null, null],
      ['SQQQ', expect.closeTo(18.75, 10), 10],
    ]);
    expect(latestTargets(portfolio, panel, run.state)).toMatchObject({
      modelHoldings: [
        { symbol: 'QQQ', shares: null, tradedPrice: null },
        { symbol: 'SQQQ', shares: 25 },
      ],
      modelOrders: [{ symbol: 'QQQ', shares: null }, { symbol: 'SQQQ' }],
    });
  });
});

describeWithSharedData('trades in shares on real prices', () => {
  it('carry what the tape said that day, however often the fund has split since', () => {
    const portfolio = parsePortfolio(portfolioFile({ capital: 100_000, rebalance: breach }), 'test');
    const series = realSeriesOf(symbolsOf(portfolio));
    const run = runBacktest(portfolio, buildPanel(portfolio, series));
    expect(run.trades.length).toBeGreaterThan(100);
    for (const { session, symbol, shares, tradedPrice, value } of run.trades) {
      const own = series.get(symbol);
      expect(tradedPrice).toBe(own?.close[own.sessions.indexOf(session)]);
      expect((shares ?? Number.NaN) * (tradedPrice ?? Number.NaN)).toBeCloseTo(value, 6);
      // A fund of 100,000 never held more than some ten thousand shares of anything.
      expect(Math.abs(shares ?? Number.NaN)).toBeLessThan(20_000);
    }
  });
});
