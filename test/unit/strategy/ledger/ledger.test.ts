import { Decimal } from 'decimal.js';
import { buildPanel, runBacktest } from '@evenkeel/domain/backtest';
import { parsePortfolio, type Portfolio } from '@evenkeel/domain/portfolio';
import type { Ticker } from '@evenkeel/domain/prices';
import type { StoredBar } from '@evenkeel/dynamo/prices';
import { recompute, type RecomputeDeps } from '../../../../services/strategy/src/recompute/recompute';
import { fundSeries, idealInverse } from '../../../factories/funds';
import { pairFile, portfolioFile } from '../../../factories/portfolio';
import { pathReaderOf, pricesOf } from '../../../factories/portfolio-prices';
import { storedMarket } from '../../../factories/stored-bars';
import { FakeStrategyViews } from '../../../factories/strategy-views';

type Market = ReadonlyMap<Ticker, readonly StoredBar[]>;

const returns = Array.from({ length: 40 }, (_, i) => 0.02 * Math.sin(i * 1.7) + 0.002);
const market: Market = storedMarket([
  fundSeries('QQQ', returns),
  idealInverse('SQQQ', returns, 3),
  fundSeries(
    'TLT',
    returns.map((each) => -each / 2),
  ),
  idealInverse(
    'TBT',
    returns.map((each) => -each / 2),
    2,
  ),
]);
const sessions = [...market.values()][0]?.map(({ session }) => session) ?? [];
const QQQ = [...market.keys()][0] ?? failing();
function failing(): never {
  throw new Error('no symbol');
}

const drift = (tolerance: number) => ({ check: 'daily', drift: { measure: 'weight', tolerance }, scope: 'pair' });
const costs = { commissionRate: 0.002, slippage: { model: 'none' } };
const portfolioOf = (changes: Record<string, unknown> = {}): Portfolio =>
  parsePortfolio(portfolioFile({ capital: 1e6, rebalance: drift(0.02), costs, ...changes }), 'test');

/** A portfolio whose ledger is kept while prices come and are corrected. */
function world(given = market) {
  const views = new FakeStrategyViews();
  const state = { market: given, end: 0 };
  const deps: RecomputeDeps = {
    views,
    prices: pathReaderOf(() => new Map([...state.market].map(([ticker, bars]) => [ticker, bars.slice(0, state.end)]))),
    now: () => new Date('2024-06-28T21:00:00Z'),
    settled: new Map(),
  };
  const step = (portfolio: Portfolio, end: number, changedFrom = sessions[end - 1]) => {
    state.end = end;
    return recompute(deps, portfolio, { changedFrom });
  };
  const entries = () => views.booked.map(({ entry }) => entry);
  const distances = async () => {
    const years = [...(await views.distances()).values()];
    return years.flatMap(({ sessions: days, ledger, backtest, reasons }) =>
      days.map((session, row) => ({ session, ledger: ledger[row], backtest: backtest[row], reasons: reasons[row] })),
    );
  };
  return { views, state, step, entries, distances };
}

/** The market with a bar of QQQ changed on row `row`. */
function withBar(row: number, change: (bar: StoredBar) => StoredBar, of: Market = market): Market {
  return new Map(
    [...of].map(([ticker, bars]) => [
      ticker,
      ticker === QQQ ? bars.map((bar, at) => (at === row ? change(bar) : bar)) : bars,
    ]),
  );
}
const closing = (factor: number) => (bar: StoredBar) => ({ ...bar, close: bar.close.times(new Decimal(factor)) });

/** A figure but for rounding. */
const nearly = (value: number): unknown => expect.closeTo(value, 6);

describe('the model ledger', () => {
  it.each(['close', 'next-open', 'next-close'])(
    'is the backtest from its first day as long as nothing is corrected, with fill %s',
    async (fill) => {
      const pairs = [pairFile('QQQ', 'SQQQ'), pairFile('TLT', 'TBT')];
      const portfolio = portfolioOf({ fill, pairs, rebalance: drift(0.004) });
      const { step, entries, distances } = world();
      for (let end = 10; end <= sessions.length; end += 1) await step(portfolio, end);
      expect(entries().map(({ session }) => session)).toEqual(sessions.slice(9));
      const panel = buildPanel(portfolio, pricesOf(market).paths);
      const backtest = runBacktest(portfolio, panel, { start: sessions[9] });
      expect(backtest.rebalances).toBeGreaterThan(2);
      entries().forEach(({ nav, cash }, row) => {
        expect(nav / (backtest.nav[row] ?? 0)).toBeCloseTo(1, 12);
        expect(cash).toBeCloseTo(backtest.cash[row] ?? 0, 4);
      });
      const fills = entries().flatMap((entry) => entry.fills);
      expect(fills.map(({ symbol, side }) => `${side} ${symbol}`)).toEqual(
        backtest.trades.map(({ symbol, value }) => `${value > 0 ? 'buy' : 'sell'} ${symbol}`),
      );
      const rows = await distances();
      expect(rows.map(({ session }) => session)).toEqual(sessions.slice(9));
      for (const { reasons } of rows) expect([[], ['rounding']]).toContainEqual(reasons);
    },
  );

  it('begins with the purchase at target, with the capital of the file', async () => {
    const { step, views } = world();
    await step(portfolioOf({ costs: { commissionRate: 0, slippage: { model: 'none' } } }), 10);
    expect(views.booked).toMatchObject([
      {
        n: 1,
        generation: 1,
        version: 1,
        entry: {
          kind: 'session',
          session: sessions[9],
          since: null,
          late: false,
          decision: 'rebalance',
          fills: [
            { pair: 'QQQ/SQQQ', symbol: 'QQQ', side: 'buy', value: 750_000, reason: 'initial' },
            { pair: 'QQQ/SQQQ', symbol: 'SQQQ', side: 'buy', value: nearly(250_000), reason: 'initial' },
          ],
          pairs: [{ base: { symbol: 'QQQ', value: 750_000 }, inverse: { symbol: 'SQQQ', value: nearly(250_000) } }],
          cash: 0,
          nav: 1e6,
        },
      },
    ]);
    const [entry] = views.booked;
    const close = market.get(QQQ)?.[9]?.close.toNumber() ?? 0;
    expect(entry?.entry.fills[0]).toMatchObject({ price: close, shares: 750_000 / close });
  });

  it('is the same for sessions that came at once, but that they were late', async () => {
    const [slow, fast] = [world(), world()];
    for (let end = 10; end <= 20; end += 1) await slow.step(portfolioOf(), end);
    await fast.step(portfolioOf(), 10);
    await fast.step(portfolioOf(), 20);
    const made = (entries: ReturnType<typeof slow.entries>) => entries.map((entry) => ({ ...entry, late: false }));
    expect(made(fast.entries())).toEqual(made(slow.entries()));
    expect(fast.entries().map(({ late }) => late)).toEqual([false, ...new Array<boolean>(9).fill(true), false]);
    expect(slow.entries().some(({ late }) => late)).toBe(false);
  });

  it('books nothing again, however often a batch comes', async () => {
    const { step, views } = world();
    for (const end of [10, 10, 11, 11, 11]) await step(portfolioOf(), end, sessions[0]);
    expect(views.booked.map(({ entry }) => entry.session)).toEqual([sessions[9], sessions[10]]);
  });

  it('begins with the session that the file names, late where that has passed, and not before it', async () => {
    const past = world();
    await past.step(portfolioOf({ start: sessions[5] }), 10);
    expect(past.entries().map(({ session, late }) => [session, late])).toEqual(
      sessions.slice(5, 10).map((session, at) => [session, at < 4]),
    );
    const future = world();
    await future.step(portfolioOf({ start: sessions[11] }), 10);
    expect(future.entries()).toEqual([]);
    await future.step(portfolioOf({ start: sessions[11] }), 13);
    expect(future.entries().map(({ session }) => session)).toEqual([sessions[11], sessions[12]]);
  });

  it('books a corrected close as a new entry: the shares stay, and are worth something else', async () => {
    const { step, state, views, distances } = world();
    const portfolio = portfolioOf();
    for (let end = 10; end <= 12; end += 1) await step(portfolio, end);
    const before = views.booked.map((booked) => JSON.stringify(booked));
    const held = views.booked.at(-1)?.entry.pairs[0]?.base;
    state.market = withBar(11, closing(1.01));
    await step(portfolio, 12, sessions[11]);
    await step(portfolio, 12, sessions[11]);
    expect(views.booked.slice(0, 3).map((booked) => JSON.stringify(booked))).toEqual(before);
    expect(views.booked).toHaveLength(4);
    const correction = views.booked[3];
    expect(correction).toMatchObject({
      n: 2,
      entry: {
        kind: 'correction',
        session: sessions[11],
        decision: null,
        fills: [],
        corrects: [
          { symbol: 'QQQ', session: sessions[11], close: { was: held?.close, is: (held?.close ?? 0) * 1.01 } },
        ],
      },
    });
    expect(correction?.entry.effect).toBeCloseTo((held?.value ?? 0) * 0.01, 4);
    expect(correction?.entry.nav).toBeCloseTo((views.booked[2]?.entry.nav ?? 0) + (held?.value ?? 0) * 0.01, 4);
    // The next session has its own close, so what was wrong the day before is over.
    await step(portfolio, 13);
    const rows = await distances();
    expect(rows[2]?.reasons).toEqual(['correction']);
    expect(rows[2]?.ledger).toBe(views.booked[2]?.entry.nav);
  });

  it('is worth after the next session what the shares that were bought are worth then', async () => {
    const { step, state, entries } = world();
    const portfolio = portfolioOf({ rebalance: drift(0.9) });
    await step(portfolio, 10);
    const shares = entries()[0]?.pairs.flatMap(({ base, inverse }) =>
      [base, inverse].map(({ symbol, value, close }) => ({ symbol, shares: value / (close ?? 0) })),
    );
    state.market = withBar(9, closing(1.03));
    await step(portfolio, 12, sessions[9]);
    const closeOf = (symbol: string) =>
      [...market].find(([ticker]) => ticker === symbol)?.[1][11]?.close.toNumber() ?? Number.NaN;
    const worth = shares?.reduce((sum, leg) => sum + leg.shares * closeOf(leg.symbol), 0) ?? 0;
    expect(entries().map(({ kind }) => kind)).toEqual(['session', 'correction', 'session', 'session']);
    expect(entries().at(-1)?.nav).toBeCloseTo(worth + (entries()[0]?.cash ?? 0), 4);
  });

  it('books a dividend that was missing as what it would have brought on the shares held', async () => {
    const { step, state, entries, distances } = world();
    const portfolio = portfolioOf({ rebalance: drift(0.9) });
    for (let end = 10; end <= 14; end += 1) await step(portfolio, end);
    const [leg, dayBefore] = [entries()[4]?.pairs[0]?.base, entries()[2]?.pairs[0]?.base];
    state.market = withBar(12, (bar) => ({ ...bar, dividend: new Decimal(1) }));
    await step(portfolio, 14, sessions[12]);
    const correction = entries().at(-1);
    expect(correction).toMatchObject({
      kind: 'correction',
      session: sessions[13],
      corrects: [{ symbol: 'QQQ', session: sessions[12] }],
    });
    // It buys at the last close less the dividend (docs/numbers.md, section 1).
    expect(correction?.effect).toBeCloseTo((leg?.value ?? 0) / ((dayBefore?.close ?? 0) - 1), 3);
    await step(portfolio, 15);
    const rows = await distances();
    expect(rows.map(({ reasons }) => reasons?.filter((reason) => reason !== 'rounding'))).toEqual([
      [],
      [],
      [],
      ['correction'],
      ['correction'],
      [],
    ]);
  });

  it('comes back to what it was when a correction is taken back', async () => {
    const { step, state, entries } = world();
    const portfolio = portfolioOf();
    for (let end = 10; end <= 20; end += 1) await step(portfolio, end);
    const nav = entries().at(-1)?.nav ?? 0;
    for (const row of [10, 14, 19]) {
      state.market = withBar(row, closing(1.02));
      await step(portfolio, 20, sessions[row]);
      expect(entries().at(-1)?.kind).toBe('correction');
      state.market = market;
      await step(portfolio, 20, sessions[row]);
      expect(entries().at(-1)?.nav).toBeCloseTo(nav, 4);
    }
    expect(entries().filter(({ kind }) => kind === 'correction')).toHaveLength(6);
  });

  it('goes on from its holdings when the file changes: sells what the portfolio has no more, buys what it has now', async () => {
    const { step, views, distances } = world();
    for (let end = 10; end <= 12; end += 1) await step(portfolioOf(), end);
    const before = views.booked.at(-1)?.entry;
    const other = portfolioOf({ pairs: [pairFile('TLT', 'TBT')] });
    await step(other, 12);
    expect(views.booked).toHaveLength(3);
    await step(other, 13);
    const booked = views.booked.at(-1);
    expect(booked).toMatchObject({ generation: 2, n: 1 });
    const fills = booked?.entry.fills ?? [];
    expect(fills.slice(0, 2)).toMatchObject([
      { symbol: 'QQQ', side: 'sell', value: before?.pairs[0]?.base.value, reason: 'generation' },
      { symbol: 'SQQQ', side: 'sell', value: before?.pairs[0]?.inverse.value, reason: 'generation' },
    ]);
    expect(fills.slice(2).map(({ symbol, side }) => `${side} ${symbol}`)).toEqual(['buy TLT', 'buy TBT']);
    const spent = fills.reduce((sum, { cost }) => sum + cost, 0);
    expect(booked?.entry.nav).toBeCloseTo((before?.nav ?? 0) - spent, 4);
    expect((await distances()).at(-1)?.reasons).toEqual(['generation']);
  });

  it('stands still, and stops no view, while its last session is none that all symbols have', async () => {
    const { step, state, views } = world();
    for (let end = 10; end <= 12; end += 1) await step(portfolioOf(), end);
    state.market = new Map(
      [...market].map(([ticker, bars]) => [ticker, ticker === QQQ ? bars.filter((_, at) => at !== 11) : bars]),
    );
    state.market = new Map([...state.market].map(([ticker, bars]) => [ticker, ticker === QQQ ? [...bars] : bars]));
    const summary = await step(portfolioOf(), 14);
    expect(summary.outcome).toBe('published');
    expect(summary.ledgerProblem).toContain(`ends with ${sessions[11]}`);
    expect(views.booked).toHaveLength(3);
  });
});
