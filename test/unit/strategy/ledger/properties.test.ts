import fc from 'fast-check';
import { Decimal } from 'decimal.js';
import { parsePortfolio } from '@evenkeel/domain/portfolio';
import type { Ticker } from '@evenkeel/domain/prices';
import type { LedgerEntry } from '@evenkeel/dynamo/strategy';
import { recompute, type RecomputeDeps } from '../../../../services/strategy/src/recompute/recompute';
import { fundSeries, idealInverse } from '../../../factories/funds';
import { portfolioFile } from '../../../factories/portfolio';
import { pathReaderOf } from '../../../factories/portfolio-prices';
import { storedMarket } from '../../../factories/stored-bars';
import { FakeStrategyViews } from '../../../factories/strategy-views';

const BEGIN = 8;
const DAYS = 40;
const returns = Array.from({ length: DAYS - 1 }, (_, i) => 0.02 * Math.sin(i * 1.7) + 0.002);
const market = storedMarket([fundSeries('QQQ', returns), idealInverse('SQQQ', returns, 3)]);
const tickers = [...market.keys()];
const sessions = [...market.values()][0]?.map(({ session }) => session) ?? [];

/** The next sessions come; a bar of the past says something else, or again what it said first; a batch comes again. */
type Step =
  | { readonly kind: 'come'; readonly sessions: number }
  | { readonly kind: 'correct'; readonly leg: 0 | 1; readonly row: number; readonly percent: number }
  | { readonly kind: 'again'; readonly row: number };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('come' as const), sessions: fc.integer({ min: 1, max: 4 }) }),
    fc.record({
      kind: fc.constant('correct' as const),
      leg: fc.constantFrom(0 as const, 1 as const),
      row: fc.nat(DAYS - 1),
      percent: fc.integer({ min: -3, max: 3 }),
    }),
    fc.record({ kind: fc.constant('again' as const), row: fc.nat(DAYS - 1) }),
  ),
  { minLength: 1, maxLength: 14 },
);

/** A ledger that is kept through `given`, and at last with every correction taken back. */
async function kept(given: readonly Step[], fill: string) {
  const rebalance = { check: 'daily', drift: { measure: 'weight', tolerance: 0.02 }, scope: 'pair' };
  const portfolio = parsePortfolio(portfolioFile({ capital: 1e6, rebalance, fill }), 'test');
  const views = new FakeStrategyViews();
  const corrected = new Map<string, number>();
  const state = { end: BEGIN };
  const barsOf = (ticker: Ticker, leg: number) =>
    (market.get(ticker) ?? []).slice(0, state.end).map((bar, row) => {
      const factor = new Decimal(1).plus(new Decimal(corrected.get(`${leg} ${row}`) ?? 0).div(100));
      return { ...bar, close: bar.close.times(factor) };
    });
  const deps: RecomputeDeps = {
    views,
    prices: pathReaderOf(() => new Map(tickers.map((ticker, leg) => [ticker, barsOf(ticker, leg)]))),
    now: () => new Date('2024-06-28T21:00:00Z'),
    settled: new Map(),
  };
  const seen: string[] = [];
  const work = async (row: number) => {
    const before = seen.length;
    await recompute(deps, portfolio, { changedFrom: sessions[row] });
    // What was booked stays as it was, to the letter.
    expect(views.booked.slice(0, before).map((each) => JSON.stringify(each))).toEqual(seen);
    seen.push(...views.booked.slice(before).map((each) => JSON.stringify(each)));
  };
  await work(BEGIN - 1);
  for (const step of given) {
    if (step.kind === 'come') {
      const from = state.end;
      state.end = Math.min(DAYS, from + step.sessions);
      await work(Math.min(from, DAYS - 1));
    } else {
      const row = step.row % state.end;
      if (step.kind === 'correct') corrected.set(`${step.leg} ${row}`, step.percent);
      await work(row);
    }
  }
  return { entries: views.booked.map(({ entry }) => entry), views, corrected, state, work, barsOf };
}

const booked = (entries: readonly LedgerEntry[]) => entries.filter(({ kind }) => kind === 'session');

describe.each(['close', 'next-open', 'next-close'])('a ledger with fill %s', (fill) => {
  it('has every session once, in order, and is worth what the shares that were traded are worth', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (given) => {
        const { entries, state, barsOf } = await kept(given, fill);
        expect(booked(entries).map(({ session }) => session)).toEqual(sessions.slice(BEGIN - 1, state.end));
        const last = entries.at(-1);
        // Prices have no dividends and no splits here, so shares are bought minus sold.
        const worth = tickers.reduce((sum, ticker, leg) => {
          const close = barsOf(ticker, leg).at(-1)?.close.toNumber() ?? Number.NaN;
          const shares = entries
            .flatMap(({ fills }) => fills)
            .filter(({ symbol }) => symbol === ticker)
            .reduce((held, { side, shares: amount }) => held + (side === 'buy' ? 1 : -1) * (amount ?? Number.NaN), 0);
          return sum + shares * close;
        }, 0);
        const spent = entries
          .flatMap(({ fills }) => fills)
          .reduce((sum, { side, value, cost }) => sum + (side === 'buy' ? value : -value) + cost, 0);
        expect(last?.cash).toBeCloseTo(1e6 - spent, 3);
        expect((last?.nav ?? 0) / (worth + 1e6 - spent)).toBeCloseTo(1, 9);
      }),
      { numRuns: 40 },
    );
  });

  it('is, where nothing is corrected, the same to the last bit however its sessions came', async () => {
    const coming = fc.array(
      fc.record({ kind: fc.constant('come' as const), sessions: fc.integer({ min: 1, max: 9 }) }),
      {
        minLength: 1,
        maxLength: 12,
      },
    );
    await fc.assert(
      fc.asyncProperty(coming, async (given) => {
        const { entries, state } = await kept(given, fill);
        const one = Array.from({ length: state.end - BEGIN }, () => ({ kind: 'come', sessions: 1 }) as const);
        const alone = await kept(one, fill);
        const made = (of: readonly LedgerEntry[]) => of.map((entry) => ({ ...entry, late: false }));
        expect(made(entries)).toEqual(made(alone.entries));
      }),
      { numRuns: 15 },
    );
  });
});
