import fc from 'fast-check';
import { buildPairPanel, buildPanel } from '@evenkeel/domain/backtest';
import { parsePortfolio, symbolsOf } from '@evenkeel/domain/portfolio';
import { portfolioFile } from '../../../factories/portfolio';
import { randomMarket } from '../../../factories/random-market';

const portfolio = parsePortfolio(portfolioFile(), 'test');
const [pair] = portfolio.pairs;
if (pair === undefined) throw new Error('the portfolio has no pair');

describe('buildPairPanel', () => {
  it('has the columns that the panel of a portfolio of that pair alone has', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 30, max: 120 }), fc.nat(20), (seed, count, last) => {
        const series = randomMarket(symbolsOf(portfolio), seed, count);
        const to = series.get(pair.base)?.sessions.at(-1 - last);
        const whole = buildPanel(portfolio, series, { to });
        const own = buildPairPanel(pair, series, { to });
        expect(own).toEqual({ sessions: whole.sessions, pairs: whole.pairs });
      }),
      { numRuns: 50 },
    );
  });

  it('names a leg without bars', () => {
    expect(() => buildPairPanel(pair, new Map())).toThrow(/^QQQ: no prices; ingest the symbol/);
  });
});
