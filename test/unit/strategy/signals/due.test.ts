import { asJsonObject } from '@evenkeel/dynamo/requests';
import type { NewSignal } from '@evenkeel/dynamo/strategy';
import type { SessionDate } from '@evenkeel/domain/calendar';
import { parsePortfolio } from '@evenkeel/domain/portfolio';
import { viewOf } from '../../../../services/strategy/src/view/view';
import type { SignalHistory } from '../../../../services/strategy/src/signals/due';
import { fundSeries, idealInverse } from '../../../factories/funds';
import { portfolioFile } from '../../../factories/portfolio';
import { pricesOf } from '../../../factories/portfolio-prices';
import { storedMarket } from '../../../factories/stored-bars';

const delta = (tolerance: number, more: Record<string, unknown> = {}) =>
  parsePortfolio(
    portfolioFile({
      capital: 1e6,
      rebalance: { check: 'daily', drift: { measure: 'delta', tolerance }, scope: 'pair' },
      ...more,
    }),
    'test',
  );
const portfolio = delta(0.05);
// Four steps of 1 % in one direction are more drift than the tolerance.
const returns = new Array<number>(20).fill(0.01);
const market = storedMarket([fundSeries('QQQ', returns), idealInverse('SQQQ', returns, 3)]);
const sessions = [...market.values()][0]?.map(({ session }) => session) ?? [];
const upTo = (end: number) => pricesOf(new Map([...market].map(([ticker, bars]) => [ticker, bars.slice(0, end)])));
const after = (signalledTo: SessionDate | undefined, more: SignalHistory = {}): SignalHistory => ({
  signalledTo,
  ...more,
});

/** The signals of a portfolio that is looked at after each session. */
function oneByOne(of = portfolio) {
  return sessions.flatMap((_, at) => viewOf(of, upTo(at + 1), after(sessions[at - 1])).signals);
}
const kinds = (of: typeof portfolio) =>
  oneByOne(of).map(({ kind, session }) => `${sessions.indexOf(session as SessionDate)} ${kind}`);
const rebalancesOf = (signals: readonly NewSignal[]) => signals.filter(({ kind }) => kind === 'rebalance');

describe('the signals of a view', () => {
  it('are those of every session since the last view that called for trades, with the targets as they were then', () => {
    const known = rebalancesOf(oneByOne());
    expect(known.length).toBeGreaterThan(3);
    const signals = rebalancesOf(viewOf(portfolio, upTo(sessions.length), after(sessions[0])).signals);
    expect(signals.map(({ session }) => session)).toEqual(known.slice(1).map(({ session }) => session));
    for (const [at, { session, content }] of signals.entries()) {
      expect(content).toEqual({
        ...known[at + 1]?.content,
        newest: sessions.at(-1),
        late: session !== sessions.at(-1),
      });
    }
  });

  it('are late when a symbol has a newer session', () => {
    const [inverse] = [...market.keys()].slice(1);
    const second = rebalancesOf(oneByOne())[1]?.session;
    const at = sessions.findIndex((session) => session === second);
    const late = new Map(
      [...market].map(([ticker, bars]) => [ticker, bars.slice(0, ticker === inverse ? at + 1 : at + 2)]),
    );
    const { signals } = viewOf(portfolio, pricesOf(late), after(sessions[at - 1]));
    expect(signals).toMatchObject([
      { session: sessions[at], content: { late: true, asOf: sessions[at], newest: sessions[at + 1] } },
    ]);
    expect(signals[0]?.subject).toMatch(/^test \d{4}-\d\d-\d\d \(late\): sell /);
  });

  it('are none for what has been signalled', () => {
    expect(viewOf(portfolio, upTo(sessions.length), after(sessions.at(-1))).signals).toEqual([]);
  });

  it('tell once that a pair is near its limit, until it has traded or been further from it', () => {
    // Net delta of a pair of base b and inverse i, from weights 3/4 and 1/4 with steps of 1 % up: see the drift of each session.
    const drifts = sessions.map((_, at) => driftAt(at + 1));
    const limit = (drifts[4] ?? 0) * 1.01;
    expect(drifts[3]).toBeLessThan(0.8 * limit);
    const near = delta(limit);
    expect(kinds(near).slice(0, 4)).toEqual(['0 rebalance', '4 hold', '5 rebalance', '9 hold']);
    // Near on two sessions running, the ninth and the tenth step of eleven: told of on the first.
    expect(kinds(delta(driftAt(12) * 0.99)).slice(0, 3)).toEqual(['0 rebalance', '9 hold', '11 rebalance']);
  });

  it('tell of nearness in a view that takes in several sessions at once, unless it was known before', () => {
    const near = delta(driftAt(12) * 0.99);
    expect(viewOf(near, upTo(11), after(sessions[8])).signals.map(({ kind }) => kind)).toEqual(['hold']);
    expect(viewOf(near, upTo(11), after(sessions[9])).signals).toEqual([]);
  });

  it('tell once of a drawdown beyond its limit, from the peak', () => {
    // A base that falls while the inverse stays: 75 % of the capital falls by 1 % a session.
    const falling = new Array<number>(20).fill(-0.01);
    const still = new Array<number>(20).fill(0);
    const sinking = storedMarket([fundSeries('QQQ', falling), fundSeries('SQQQ', still)]);
    const told = parsePortfolio(
      portfolioFile({
        rebalance: { check: 'never', drift: { measure: 'weight', tolerance: 0.5 }, scope: 'pair' },
        signals: { kinds: ['drawdown'], drawdown: 0.05 },
      }),
      'test',
    );
    const first = sessions.findIndex((_, at) => 0.75 * (1 - 0.99 ** at) > 0.05);
    const signals = sessions.flatMap((_, at) => {
      const bars = pricesOf(new Map([...sinking].map(([ticker, own]) => [ticker, own.slice(0, at + 1)])));
      return viewOf(told, bars, after(sessions[at - 1])).signals;
    });
    expect(signals.map(({ kind, session }) => [kind, session])).toEqual([['drawdown', sessions[first]]]);
    expect(signals[0]?.content['drawdown']).toBeCloseTo(0.75 * (1 - 0.99 ** first), 7);
    expect(signals[0]?.content['peak']).toEqual({ session: null, nav: 1000 });
  });

  it('tell with the session that was late that it is complete', () => {
    const at = 3;
    const late = sessions[at];
    const kindsAfter = (end: number) =>
      viewOf(portfolio, upTo(end), after(sessions[at - 1], { late })).signals.map(({ kind, session }) => [
        kind,
        session,
      ]);
    expect(kindsAfter(at)).toEqual([]);
    expect(kindsAfter(at + 1)).toContainEqual(['recovered', late]);
    expect(kindsAfter(at + 2)).toContainEqual(['recovered', late]);
  });

  it('are of the kinds that the portfolio asks for', () => {
    const only = delta(driftAt(12) * 0.99, { signals: { kinds: ['hold'] } });
    expect(new Set(oneByOne(only).map(({ kind }) => kind))).toEqual(new Set(['hold']));
  });
});

describe('a decision that was shown', () => {
  const asOf = sessions.at(-1);
  const [, second] = rebalancesOf(oneByOne()).map(({ session }) => session as SessionDate);
  const was = (decision: object) => ({
    because: 'prices' as const,
    oldest: null,
    decisions: [{ id: 'test/x/7/rebalance', session: second ?? '', version: 7, ...decision }] as never,
  });
  const corrected = (decision: object) =>
    viewOf(portfolio, upTo(sessions.length), after(asOf, { shown: was(decision) })).signals;
  const orders = () => {
    const [, told] = rebalancesOf(oneByOne());
    return told?.content['orders'] as { symbol: string; side: string; shares: number; value: number }[];
  };

  it('is not corrected while it is the same, but for a hundredth of its shares', () => {
    expect(corrected({ signal: 'rebalance', orders: orders() })).toEqual([]);
    const slightly = orders().map((order) => ({ ...order, shares: order.shares * 1.009 }));
    expect(corrected({ signal: 'rebalance', orders: slightly })).toEqual([]);
    expect(corrected({ signal: 'rebalance', orders: null })).toEqual([]);
  });

  it.each([
    ['held', { signal: 'hold', orders: [] }],
    ['traded something else', { signal: 'rebalance', orders: [] }],
  ])('is corrected where it %s, naming what it replaces', (_, decision) => {
    const signals = corrected(decision);
    expect(signals).toMatchObject([
      {
        kind: 'correction',
        session: second,
        content: {
          because: 'prices',
          late: true,
          signal: 'rebalance',
          replaces: { id: 'test/x/7/rebalance', version: 7, ...decision },
          orders: asJsonObject({ orders: orders() })['orders'],
        },
      },
    ]);
    expect(signals[0]?.text).toContain('test/x/7/rebalance');
  });

  it('is corrected where twice as many shares were traded, or are not to be traded any more', () => {
    const doubled = orders().map((order) => ({ ...order, shares: order.shares * 2 }));
    expect(corrected({ signal: 'rebalance', orders: doubled })).toHaveLength(1);
    const held = sessions.find((session) => !oneByOne().some((signal) => signal.session === session)) ?? '';
    const shown = {
      because: 'file' as const,
      oldest: null,
      decisions: [{ id: null, version: 3, session: held, signal: 'rebalance', orders: doubled }] as never,
    };
    const [signal] = viewOf(portfolio, upTo(sessions.length), after(asOf, { shown })).signals;
    expect(signal?.content).toMatchObject({ signal: 'hold', because: 'file', orders: [] });
    expect(signal?.subject).toMatch(/^test \S+ \(late, corrected\): now hold; was sell .* QQQ/);
    expect(signal?.text).toContain('The portfolio file has changed, not the prices');
  });
});

/** |base - 3 inverse| / value of the pair after `n` bars: the first session buys at 3/4 and 1/4, each of the others adds 1 %. */
function driftAt(n: number): number {
  const base = 0.75 * 1.01 ** (n - 1);
  const inverse = 0.25 * 0.97 ** (n - 1);
  return Math.abs(base - 3 * inverse) / (base + inverse);
}
