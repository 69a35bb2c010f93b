import { parsePortfolio } from '@evenkeel/domain/portfolio';
import { viewOf } from '../../../../services/strategy/src/view/view';
import { fundSeries, idealInverse } from '../../../factories/funds';
import { portfolioFile } from '../../../factories/portfolio';
import { pricesOf } from '../../../factories/portfolio-prices';
import { storedMarket } from '../../../factories/stored-bars';

const portfolio = parsePortfolio(
  portfolioFile({ rebalance: { check: 'daily', drift: { measure: 'delta', tolerance: 0.05 }, scope: 'pair' } }),
  'test',
);
// Four steps of 1 % in one direction are more drift than the tolerance.
const returns = new Array<number>(20).fill(0.01);
const market = storedMarket([fundSeries('QQQ', returns), idealInverse('SQQQ', returns, 3)]);
const sessions = [...market.values()][0]?.map(({ session }) => session) ?? [];
const upTo = (end: number) => pricesOf(new Map([...market].map(([ticker, bars]) => [ticker, bars.slice(0, end)])));

/** The signals of a portfolio that is looked at after each session. */
function oneByOne() {
  return sessions.flatMap((_, at) => viewOf(portfolio, upTo(at + 1), sessions[at - 1]).signals);
}

describe('the signals of a view', () => {
  it('are those of every session since the last view that called for trades, with the targets as they were then', () => {
    const known = oneByOne();
    expect(known.length).toBeGreaterThan(3);
    const { signals } = viewOf(portfolio, upTo(sessions.length), sessions[0]);
    expect(signals.map(({ session }) => session)).toEqual(known.slice(1).map(({ session }) => session));
    for (const [at, { session, content }] of signals.entries()) {
      expect(content).toEqual({
        ...known[at + 1]?.content,
        newest: sessions.at(-1),
        ...(session !== sessions.at(-1) && { late: true }),
      });
    }
  });

  it('are late when a symbol has a newer session', () => {
    const [inverse] = [...market.keys()].slice(1);
    const second = oneByOne()[1]?.session;
    const at = sessions.findIndex((session) => session === second);
    const late = new Map(
      [...market].map(([ticker, bars]) => [ticker, bars.slice(0, ticker === inverse ? at + 1 : at + 2)]),
    );
    expect(viewOf(portfolio, pricesOf(late), sessions[at - 1]).signals).toMatchObject([
      { session: sessions[at], content: { late: true, asOf: sessions[at], newest: sessions[at + 1] } },
    ]);
  });

  it('are none for what has been signalled', () => {
    expect(viewOf(portfolio, upTo(sessions.length), sessions.at(-1)).signals).toEqual([]);
  });
});
