import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import * as z from 'zod';
import { parseSessionDate } from '@evenkeel/domain/calendar';
import { buildPanel, latestTargets, runBacktest, type BacktestRun, type Panel } from '@evenkeel/domain/backtest';
import { parsePortfolio, REBALANCE_SCOPES, symbolsOf, type Fill, type Targets } from '@evenkeel/domain/portfolio';
import { portfolioFiles } from '../factories/random-portfolio';
import { realSeriesOf } from '../support/real-series';
import { describeWithSharedData, SHARED_DATA } from '../support/shared-data';
import { presets } from '../factories/portfolio';

const REFERENCE = resolve(__dirname, '../reference/backtest.py');
const CASES = Number(process.env['REFERENCE_CASES'] ?? 40);
const SEED = Number(process.env['REFERENCE_SEED'] ?? 20240628);
const RELATIVE = 1e-9;

interface Case {
  readonly portfolio: unknown;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** What the reference prints, as far as it is compared. */
const references = z.array(
  z.object({
    sessions: z.number(),
    droppedSessions: z.number(),
    rebalances: z.number(),
    trades: z.array(
      z.object({
        date: z.string(),
        symbol: z.string(),
        units: z.number(),
        price: z.number(),
        shares: z.number(),
        tradedPrice: z.number(),
        value: z.number(),
        cost: z.number(),
      }),
    ),
    modelHoldings: z.array(
      z.object({
        symbol: z.string(),
        shares: z.number(),
        tradedPrice: z.number(),
        units: z.number(),
        value: z.number(),
      }),
    ),
    modelOrders: z.array(
      z.object({
        symbol: z.string(),
        side: z.string(),
        shares: z.number(),
        tradedPrice: z.number(),
        value: z.number(),
      }),
    ),
    curve: z.array(
      z.object({
        date: z.string(),
        nav: z.number(),
        gross: z.number(),
        cash: z.number(),
        cost: z.number(),
        netDelta: z.number(),
        exposure: z.number(),
      }),
    ),
    pairs: z.array(z.object({ baseValue: z.array(z.number()), inverseValue: z.array(z.number()) })),
  }),
);
type Reference = z.infer<typeof references>[number];

const ranges = fc
  .tuple(fc.integer({ min: 2013, max: 2022 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 3 }))
  .map(([year, month, years]) => ({
    from: `${year}-${String(month).padStart(2, '0')}-15`,
    to: `${year + years}-06-30`,
  }));

function cases(): Case[] {
  const random = fc.sample(fc.tuple(portfolioFiles, ranges), { numRuns: CASES, seed: SEED });
  return [
    { portfolio: presets.classic, from: '2017-01-01', to: '2023-12-31' },
    { portfolio: presets.hedged, from: '2017-01-01', to: '2023-12-31' },
    { portfolio: presets.hedged },
    ...calendar(),
    ...random
      .filter(([file, { from }]) => from >= '2015' || !file.pairs.some(({ base }) => base === 'BTC-USD'))
      .map(([portfolio, range]) => ({ portfolio, ...range }))
      .map((one, at) => (at % 2 === 0 ? one : untilItDecides(one))),
  ];
}

/** Longer than any window of a random portfolio. */
const LONG_ENOUGH = 150;

/** The same case up to the last session that decided to trade: its orders are the model's latest. */
function untilItDecides(one: Case): Case {
  const { panel, net, fill } = ours(one);
  const traded = net.trades.at(-1)?.session;
  const row = panel.sessions.findIndex((session) => session === traded) - (fill === 'close' ? 0 : 1);
  return row < LONG_ENOUGH ? one : { ...one, to: panel.sessions[row] };
}

/** Calendar rebalancing by every schedule and scope, with owner's weights and single ratios. */
function calendar(): Case[] {
  const pairs = [
    { base: 'QQQ', inverse: 'SQQQ', leverage: 3 },
    { base: 'TLT', inverse: 'TBT', leverage: 2 },
  ];
  const rebalances = (['weekly', 'monthly', 'quarterly', 'yearly'] as const).flatMap((check) =>
    REBALANCE_SCOPES.map((scope) => ({ check, scope })),
  );
  return rebalances.map((rebalance) => ({
    portfolio: { ...presets.hedged, pairs, rebalance, allocation: { method: 'fixed', weights: [0.5, 0.25] } },
    from: '2015-03-15',
    to: '2019-06-30',
  }));
}

/** The same cases through `backtest.py --batch`. */
function reference(batch: readonly Case[]): readonly Reference[] {
  const { status, stdout, stderr } = spawnSync('python3', [REFERENCE, '--batch', join(SHARED_DATA, 'prices')], {
    input: JSON.stringify(batch),
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (status !== 0) throw new Error(`python3 ${REFERENCE} failed: ${stderr}`);
  return references.parse(JSON.parse(stdout));
}

interface Ours {
  readonly panel: Panel;
  readonly net: BacktestRun;
  readonly gross: BacktestRun;
  readonly targets: Targets;
  readonly fill: Fill;
}

function ours({ portfolio: json, from, to }: Case): Ours {
  const portfolio = parsePortfolio(json, 'case');
  const range = {
    from: from === undefined ? undefined : parseSessionDate(from),
    to: to === undefined ? undefined : parseSessionDate(to),
  };
  const panel = buildPanel(portfolio, realSeriesOf(symbolsOf(portfolio)), range);
  const net = runBacktest(portfolio, panel);
  const gross = runBacktest(portfolio, panel, { costs: false });
  return { panel, net, gross, targets: latestTargets(portfolio, panel, net.state), fill: portfolio.fill };
}

/** The largest |a - b| / scale of two columns; infinite where their lengths differ. */
function distance(a: ArrayLike<number>, b: readonly number[], scale: (expected: number) => number): number {
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  return b.reduce((worst, expected, at) => {
    const off = Math.abs((a[at] ?? Number.NaN) - expected) / scale(expected);
    return Number.isNaN(off) ? Number.POSITIVE_INFINITY : Math.max(worst, off);
  }, 0);
}

const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython)
  process.stderr.write('skipped: the comparison with the independent reference needs python3, which is not here\n');

(hasPython ? describeWithSharedData : describe.skip)(
  'the engine beside an independent implementation in another language',
  () => {
    const all = cases();
    const expected = reference(all);

    it('asks for orders, too', () => {
      expect(expected.filter(({ modelOrders }) => modelOrders.length > 0).length).toBeGreaterThan(CASES / 8);
    });

    it.each(all.map((one, at) => [at, one] as const))('agrees to 1e-9 on case %i', (at, one) => {
      const run = expected[at];
      if (!run) throw new Error(`no reference for case ${at}`);
      const { panel, net, gross, targets } = ours(one);
      const { modelHoldings, modelOrders } = targets;
      const nav = Math.max(...run.curve.map((row) => row.nav));
      const relative = (value: number): number => Math.max(Math.abs(value), Number.MIN_VALUE);
      const ofNav = (): number => nav;
      const ofOne = (): number => 1;

      expect([net.sessions.length, panel.droppedSessions, net.rebalances, net.trades.length]).toEqual([
        run.sessions,
        run.droppedSessions,
        run.rebalances,
        run.trades.length,
      ]);
      expect(net.sessions).toEqual(run.curve.map(({ date }) => date));
      expect(net.trades.map(({ session, symbol }) => `${session} ${symbol}`)).toEqual(
        run.trades.map(({ date, symbol }) => `${date} ${symbol}`),
      );
      expect(modelHoldings.map(({ symbol }) => symbol)).toEqual(run.modelHoldings.map(({ symbol }) => symbol));
      expect(modelOrders.map(({ symbol, side, tradedPrice }) => [symbol, side, tradedPrice])).toEqual(
        run.modelOrders.map(({ symbol, side, tradedPrice }) => [symbol, side, tradedPrice]),
      );
      const distances = {
        nav: distance(
          net.nav,
          run.curve.map((row) => row.nav),
          relative,
        ),
        gross: distance(
          gross.nav,
          run.curve.map((row) => row.gross),
          relative,
        ),
        cash: distance(
          net.cash,
          run.curve.map((row) => row.cash),
          ofNav,
        ),
        cost: distance(
          net.cost,
          run.curve.map((row) => row.cost),
          ofNav,
        ),
        netDelta: distance(
          net.netDelta,
          run.curve.map((row) => row.netDelta),
          ofOne,
        ),
        exposure: distance(
          net.exposure,
          run.curve.map((row) => row.exposure),
          ofOne,
        ),
        prices: distance(
          net.trades.map(({ price }) => price),
          run.trades.map(({ price }) => price),
          relative,
        ),
        values: distance(
          net.trades.map(({ value }) => value),
          run.trades.map(({ value }) => value),
          ofNav,
        ),
        costs: distance(
          net.trades.map(({ cost }) => cost),
          run.trades.map(({ cost }) => cost),
          ofNav,
        ),
        tradedPrices: distance(
          net.trades.map(({ tradedPrice }) => tradedPrice ?? Number.NaN),
          run.trades.map(({ tradedPrice }) => tradedPrice),
          relative,
        ),
        shares: distance(
          net.trades.map(({ shares, tradedPrice }) => (shares ?? Number.NaN) * (tradedPrice ?? Number.NaN)),
          run.trades.map(({ shares, tradedPrice }) => shares * tradedPrice),
          ofNav,
        ),
        holdings: distance(
          modelHoldings.flatMap(({ shares, units, value }) => [shares ?? Number.NaN, units, value]),
          run.modelHoldings.flatMap(({ shares, units, value }) => [shares, units, value]),
          relative,
        ),
        orders: distance(
          modelOrders.map(({ shares, tradedPrice }) => (shares ?? Number.NaN) * (tradedPrice ?? Number.NaN)),
          run.modelOrders.map(({ shares, tradedPrice }) => shares * tradedPrice),
          ofNav,
        ),
        units: distance(
          net.trades.map(({ units, price }) => units * price),
          run.trades.map(({ units, price }) => units * price),
          ofNav,
        ),
        base: Math.max(
          ...net.pairs.map(({ baseValue }, pair) => distance(baseValue, run.pairs[pair]?.baseValue ?? [], ofNav)),
        ),
        inverse: Math.max(
          ...net.pairs.map(({ inverseValue }, pair) =>
            distance(inverseValue, run.pairs[pair]?.inverseValue ?? [], ofNav),
          ),
        ),
      };
      for (const [column, off] of Object.entries(distances))
        expect({ column, off: off < RELATIVE ? 0 : off }).toEqual({ column, off: 0 });
    });
  },
);
