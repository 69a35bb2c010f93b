import * as fc from 'fast-check';
import type { SessionDate } from '@evenkeel/domain/calendar';
import { parsePortfolio } from '@evenkeel/domain/portfolio';
import type { Ticker } from '@evenkeel/domain/prices';
import type { StoredBar } from '@evenkeel/dynamo/prices';
import type { JsonObject } from '@evenkeel/dynamo/requests';
import type { StrategyView } from '@evenkeel/dynamo/strategy';
import type { SettledCache } from '../../../../services/strategy/src/checkpoints/settled';
import { recompute, type RecomputeDeps } from '../../../../services/strategy/src/recompute/recompute';
import { viewOf } from '../../../../services/strategy/src/view/view';
import { fundSeries, idealInverse } from '../../../factories/funds';
import { portfolioFile } from '../../../factories/portfolio';
import { pathReaderOf, pricesOf } from '../../../factories/portfolio-prices';
import { storedMarket } from '../../../factories/stored-bars';
import { madeParts } from '../../../factories/strategy-table';
import { FakeStrategyViews } from '../../../factories/strategy-views';

const portfolio = parsePortfolio(
  portfolioFile({
    benchmark: 'SPY',
    rebalance: { check: 'daily', drift: { measure: 'weight', tolerance: 0.01 }, scope: 'breached' },
    costs: { commissionRate: 0.002, slippage: { model: 'sqrt', cap: 0.001, depth: 1e10 } },
  }),
  'test',
);
const returns = Array.from({ length: 130 }, (_, i) => 0.013 * Math.sin(i * 1.7) + 0.001);
const whole = storedMarket([
  fundSeries('QQQ', returns),
  idealInverse('SQQQ', returns, 3),
  fundSeries(
    'SPY',
    returns.map((each) => each / 2),
  ),
]);
/** Sessions of more than one year. */
const LONG = Array.from({ length: 289 }, (_, i) => 0.013 * Math.sin(i * 1.7) + 0.001);
const tickers = [...whole.keys()];
const sessions = (whole.get(tickers[0] ?? ('' as Ticker)) ?? []).map(({ session }) => session);

/** A table that bars come to and are corrected in, and the recomputations that listen to it. */
class World {
  readonly market = new Map<Ticker, StoredBar[]>(tickers.map((ticker) => [ticker, []]));
  readonly views = new FakeStrategyViews();
  readonly reads: (SessionDate | undefined)[] = [];
  private settled: SettledCache = new Map();

  /** Puts or replaces a bar. */
  put(ticker: Ticker, bar: StoredBar): void {
    const others = (this.market.get(ticker) ?? []).filter(({ session }) => session !== bar.session);
    this.market.set(
      ticker,
      [...others, bar].sort((a, b) => (a.session < b.session ? -1 : 1)),
    );
  }

  /** Another process goes on. */
  restart(): void {
    this.settled = new Map();
  }

  async wake(changedFrom?: SessionDate): Promise<StrategyView> {
    await recompute(this.deps(), portfolio, { changedFrom });
    const view = this.views.published.at(-1);
    if (view === undefined) throw new Error('nothing was published');
    return view;
  }

  private deps(): RecomputeDeps {
    return {
      views: this.views,
      prices: pathReaderOf(
        () => this.market,
        (from) => this.reads.push(from),
      ),
      now: () => new Date(0),
      settled: this.settled,
    };
  }
}

const withoutSignals = (view: StrategyView) => ({ latest: view.latest, parts: madeParts(view) });
const rebuilt = (world: World) => withoutSignals(viewOf(portfolio, pricesOf(world.market)));

/** What happens next: so many sessions come, one is corrected or deleted, the process ends, or one symbol is late. */
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('come' as const), count: fc.integer({ min: 1, max: 30 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('correct' as const), at: fc.nat(), ticker: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), at: fc.nat(), ticker: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const) }) },
);

describe('a recomputation that goes on from checkpoints', () => {
  it('equals a rebuild to the last bit, after any sequence of sessions, corrections, deletions and restarts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 12 }), async (steps) => {
        const world = new World();
        let arrived = 0;
        for (const next of steps) {
          let changed: SessionDate | undefined;
          if (next.kind === 'restart') world.restart();
          else if (next.kind === 'come') {
            changed = sessions[arrived];
            for (const ticker of tickers)
              for (const bar of (whole.get(ticker) ?? []).slice(arrived, arrived + next.count)) world.put(ticker, bar);
            arrived = Math.min(sessions.length, arrived + next.count);
          } else if (arrived > 0) {
            const ticker = tickers[next.ticker % tickers.length] ?? tickers[0];
            const bar = ticker === undefined ? undefined : world.market.get(ticker)?.[next.at % arrived];
            if (ticker === undefined || bar === undefined) continue;
            if (next.kind === 'correct') world.put(ticker, { ...bar, close: bar.close.times('1.01') });
            else
              world.market.set(
                ticker,
                (world.market.get(ticker) ?? []).filter((each) => each !== bar),
              );
            changed = bar.session;
          }
          if (changed === undefined) continue;
          expect(withoutSignals(await world.wake(changed))).toEqual(rebuilt(world));
        }
      }),
      { numRuns: 25 },
    );
  });

  it('gives parts that follow from the same the same content, and closed years the same basis until one of their bars changes', async () => {
    const long = storedMarket([fundSeries('QQQ', LONG), idealInverse('SQQQ', LONG, 3), fundSeries('SPY', LONG)]);
    const world = new World();
    const all = (long.get(tickers[0] ?? ('' as Ticker)) ?? []).map(({ session }) => session);
    const contents = new Map<string, JsonObject>();
    const bases: (string | undefined)[] = [];
    const come = (from: number, to: number) => {
      for (const ticker of tickers) for (const bar of (long.get(ticker) ?? []).slice(from, to)) world.put(ticker, bar);
      return all[from];
    };
    const correct = (at: number) => {
      const [ticker] = tickers;
      const bar = ticker === undefined ? undefined : world.market.get(ticker)?.[at];
      if (ticker === undefined || bar === undefined) throw new Error('no bar to correct');
      world.put(ticker, { ...bar, close: bar.close.times('1.01') });
      return bar.session;
    };
    const steps = [
      () => come(0, 270),
      () => come(270, 271),
      () => correct(265),
      () => correct(100),
      () => (world.restart(), come(271, 290)),
    ];
    for (const step of steps) {
      const { parts } = await world.wake(step());
      bases.push(parts.get('equity#2015')?.basis);
      for (const [name, { basis, make }] of parts) {
        if (basis === undefined) continue;
        const content = contents.get(`${name} ${basis}`) ?? make();
        expect(make()).toEqual(content);
        contents.set(`${name} ${basis}`, content);
      }
    }
    const [first, second, third, fourth, fifth] = bases;
    expect(first).toMatch(/^[0-9a-f]{64} [0-9a-f]{64}$/);
    expect([second, third]).toEqual([first, first]);
    expect(fourth).not.toBe(first);
    expect(fifth).toBe(fourth);
  });

  it('reads no bar of a settled month again, and none of the months before a correction', async () => {
    const world = new World();
    for (const ticker of tickers) for (const bar of (whole.get(ticker) ?? []).slice(0, 100)) world.put(ticker, bar);
    await world.wake(sessions[0]);
    for (const ticker of tickers) for (const bar of (whole.get(ticker) ?? []).slice(100, 101)) world.put(ticker, bar);
    await world.wake(sessions[100]);
    const corrected = sessions[30] ?? sessions[0];
    await world.wake(corrected);
    world.restart();
    await world.wake(sessions[100]);
    const monthOf = (session: SessionDate | undefined) => `${session?.slice(0, 7) ?? ''}-01`;
    expect(world.reads).toEqual([undefined, monthOf(sessions[100]), monthOf(corrected), monthOf(sessions[100])]);
  });

  it('knows of a change that an overtaken recomputation brought', async () => {
    const world = new World();
    for (const ticker of tickers) for (const bar of (whole.get(ticker) ?? []).slice(0, 100)) world.put(ticker, bar);
    await world.wake(sessions[0]);
    const [ticker] = tickers;
    const bar = ticker && world.market.get(ticker)?.[20];
    if (ticker === undefined || bar === undefined) throw new Error('no bar to correct');
    world.put(ticker, { ...bar, close: bar.close.times(2) });
    // The one that heard of it has left its note on the fence and died.
    world.views.noted = { ...world.views.noted, changedFrom: bar.session };
    expect(withoutSignals(await world.wake(sessions[99]))).toEqual(rebuilt(world));
  });

  it.each([
    [
      'a checkpoint that was edited',
      (views: FakeStrategyViews) =>
        (views.settled = views.settled.map((each, i) => (i === 1 ? { ...each, sources: ['forged'] } : each))),
    ],
    [
      'a checkpoint that is gone',
      (views: FakeStrategyViews) => (views.settled = views.settled.filter((_, i) => i !== 1)),
    ],
    [
      'checkpoints of another program',
      (views: FakeStrategyViews) => (views.settled = views.settled.map((each) => ({ ...each, chain: 'another' }))),
    ],
  ])('does not believe %s', async (_, damage) => {
    const world = new World();
    for (const ticker of tickers) for (const bar of (whole.get(ticker) ?? []).slice(0, 100)) world.put(ticker, bar);
    await world.wake(sessions[0]);
    const before = world.views.settled;
    damage(world.views);
    world.restart();
    expect(withoutSignals(await world.wake(sessions[99]))).toEqual(rebuilt(world));
    expect(world.views.settled.toSorted((a, b) => (a.date < b.date ? -1 : 1))).toEqual(before);
  });
});
