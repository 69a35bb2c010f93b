import { buildAnalysis, yearAttribution } from '@evenkeel/domain/analysis';
import { buildPanel } from '@evenkeel/domain/backtest';
import type { SessionDate } from '@evenkeel/domain/calendar';
import { parsePortfolio, type Portfolio } from '@evenkeel/domain/portfolio';
import type { StoredBar } from '@evenkeel/dynamo/prices';
import { attributionMeans, attributionYear } from '@evenkeel/dynamo/strategy';
import { viewOf as computedView } from '../../../../services/strategy/src/view/view';
import { fundSeries, idealInverse } from '../../../factories/funds';
import { portfolioFile } from '../../../factories/portfolio';
import { pricesOf } from '../../../factories/portfolio-prices';
import { storedMarket } from '../../../factories/stored-bars';
import { madeParts } from '../../../factories/strategy-table';

const zigzag = Array.from({ length: 300 }, (_, i) => (i % 2 === 0 ? 0.02 : 1 / 1.02 - 1));
const base = fundSeries('QQQ', zigzag);
const inverse = idealInverse('SQQQ', zigzag, 3);
const benchmark = fundSeries(
  'SPY',
  zigzag.map((each) => each / 2),
);
const market = storedMarket([base, inverse, benchmark]);
const viewOf = (portfolio: Portfolio, bars: typeof market, signalledTo?: SessionDate) =>
  computedView(portfolio, pricesOf(bars), { signalledTo });
const test = parsePortfolio(portfolioFile({ benchmark: 'SPY' }), 'test');

describe('viewOf', () => {
  it('targets 3/4 in the base and 1/4 in a triple inverse fund', () => {
    const { latest } = viewOf(test, market);
    expect(latest.asOf).toBe(base.sessions.at(-1));
    expect(latest.waitsFor).toEqual([]);
    expect(latest.pairs).toHaveLength(1);
    expect(latest.pairs[0]?.target).toEqual({ base: 0.75, inverse: 0.25 });
    const { weight } = latest.pairs[0] ?? { weight: { base: Number.NaN, inverse: Number.NaN } };
    const cash = (latest.cash ?? Number.NaN) / (latest.nav ?? Number.NaN);
    expect(weight.base + weight.inverse + cash).toBeCloseTo(1, 12);
  });

  it('says what the model holds and orders in shares and closes as traded', () => {
    const { latest } = viewOf(test, market);
    const closes = new Map([...market].map(([ticker, bars]) => [String(ticker), bars.at(-1)?.close.toNumber()]));
    expect(latest.modelHoldings?.map(({ symbol }) => symbol)).toEqual(['QQQ', 'SQQQ']);
    for (const { symbol, shares, tradedPrice, value } of latest.modelHoldings ?? []) {
      expect(tradedPrice).toBe(closes.get(symbol));
      expect((shares ?? Number.NaN) * (tradedPrice ?? Number.NaN)).toBeCloseTo(value, 6);
    }
    expect(latest.modelOrders).toHaveLength(latest.signal === 'rebalance' ? 2 : 0);
  });

  it('keeps the curve by calendar year, whole and in order', () => {
    const { parts } = viewOf(test, market);
    const years = [...madeParts({ parts })].filter(([name]) => name.startsWith('equity#'));
    expect(years.map(([name]) => name)).toEqual(['equity#2015', 'equity#2016']);
    const sessions = years.flatMap(([, part]) => part['sessions']);
    expect(sessions).toEqual(base.sessions);
  });

  it('stays at the session before while a leg is late, and says which', () => {
    const late = new Map(market);
    const bars = market.get(inverse.ticker) ?? [];
    late.set(inverse.ticker, bars.slice(0, -1));
    const { latest } = viewOf(test, late);
    expect(latest.asOf).toBe(base.sessions.at(-2));
    expect(latest.newest).toBe(base.sessions.at(-1));
    expect(latest.waitsFor).toEqual([{ symbol: 'SQQQ', newest: base.sessions.at(-2) }]);
  });

  it('has no targets, no parts and no signal before the first common session', () => {
    const view = viewOf(test, new Map([[base.ticker, market.get(base.ticker) ?? []]]));
    expect(view.latest).toMatchObject({ signal: 'wait', asOf: null, nav: null, pairs: [] });
    expect(view.latest.waitsFor.map(({ symbol }) => symbol)).toEqual(['SQQQ', 'SPY']);
    expect(view.parts.size).toBe(0);
    expect(view.signals).toEqual([]);
  });

  it('signals on the very first session, when everything is to be bought', () => {
    const first = new Map(
      [...market].map(([ticker, bars]): [typeof ticker, StoredBar[]] => [ticker, bars.slice(0, 1)]),
    );
    const view = viewOf(test, first);
    expect(view.latest.signal).toBe('rebalance');
    expect(view.signals.map(({ session }) => session)).toEqual([base.sessions[0]]);
  });

  it('keeps quiet about a session that others have left behind', () => {
    const filling = new Map(market);
    filling.set(inverse.ticker, (market.get(inverse.ticker) ?? []).slice(0, 1));
    const view = viewOf(test, filling);
    expect(view.latest).toMatchObject({ asOf: base.sessions[0], signal: 'rebalance' });
    expect(view.signals).toEqual([]);
  });

  it('reports the metrics of the run, without the curve and the trades', () => {
    const report = viewOf(test, market).parts.get('report')?.make();
    expect(report).toMatchObject({
      portfolio: 'test',
      first: base.sessions[0],
      last: base.sessions.at(-1),
      sessions: base.sessions.length,
    });
    expect(report).not.toHaveProperty('curve');
    expect(report).not.toHaveProperty('trades');
  });

  it('says by year what the profit came from, and the years add up to the report', () => {
    const parts = madeParts(viewOf(test, market));
    const { meanNetDeltas } = attributionMeans.parse(parts.get('attribution'));
    const years = ['attribution#2015', 'attribution#2016'].map((name) =>
      yearAttribution(attributionYear.parse(parts.get(name)), meanNetDeltas),
    );
    const whole = new Map<string, unknown>(Object.entries(parts.get('report')?.['attribution'] ?? {}));
    for (const part of ['exposure', 'market', 'timing', 'tracking', 'cost', 'trend', 'residual', 'total'] as const)
      expect(years.reduce((sum, year) => sum + year[part], 0)).toBeCloseTo(Number(whole.get(part)), 4);
    expect(Number(whole.get('total'))).not.toBe(0);
  });

  it('leaves the parts of years that are over as they are when sessions come', () => {
    const until = (count: number) =>
      madeParts(viewOf(test, new Map([...market].map(([ticker, bars]) => [ticker, bars.slice(0, count)]))));
    const [before, after] = [until(290), until(300)];
    for (const name of ['equity#2015', 'attribution#2015', 'trades#2015']) {
      expect(before.get(name)).toBeDefined();
      expect(after.get(name)).toEqual(before.get(name));
    }
    for (const name of ['equity#2016', 'attribution#2016', 'attribution', 'report', 'analysis#QQQ-SQQQ'])
      expect(after.get(name)).not.toEqual(before.get(name));
  });

  it('analyzes each pair as the command does, with the hedge at month ends', () => {
    const [expected] = buildAnalysis([
      buildPanel(parsePortfolio(portfolioFile(), 'test'), pricesOf(market).paths),
    ]).pairs;
    if (expected === undefined) throw new Error('there is no pair');
    const { hedgeBeta, ...rest } = expected;
    const part = viewOf(test, market).parts.get('analysis#QQQ-SQQQ')?.make();
    expect(part).toMatchObject(rest);
    const months = new Map(hedgeBeta.map((row) => [row.date.slice(0, 7), row]));
    expect(part?.['hedgeBeta']).toEqual([...months.values()]);
    expect(months.size).toBe(12);
  });

  it('has no analysis of a pair that is shorter than the longest window, and one as soon as it is not', () => {
    const namesOf = (count: number) => [
      ...viewOf(test, new Map([...market].map(([ticker, bars]) => [ticker, bars.slice(0, count)]))).parts.keys(),
    ];
    expect(namesOf(63)).not.toContain('analysis#QQQ-SQQQ');
    expect(namesOf(64)).toContain('analysis#QQQ-SQQQ');
  });

  it('analyzes a pair once for all portfolios that hold it, and again where a price or the leverage is another', () => {
    const partOf = (portfolio: Portfolio, bars: typeof market) =>
      viewOf(portfolio, bars).parts.get('analysis#QQQ-SQQQ')?.make();
    const once = partOf(test, market);
    expect(partOf(parsePortfolio(portfolioFile({ name: 'other', benchmark: undefined }), 'other'), market)).toBe(once);
    const dearer = storedMarket([base, idealInverse('SQQQ', [...zigzag.slice(1), 0.01], 3), benchmark]);
    const other = partOf(test, dearer);
    expect(other).not.toEqual(once);
    const pairs = [{ base: 'QQQ', inverse: 'SQQQ', leverage: 2 }];
    expect(partOf(parsePortfolio(portfolioFile({ pairs }), 'two'), dearer)).not.toEqual(other);
    expect(partOf(test, market)).toEqual(once);
  });

  it('does not do without a benchmark that decides what is held', () => {
    const filtering = parsePortfolio(
      portfolioFile({ benchmark: 'SPY', regimeFilter: { benchmark: ['high'] } }),
      'test',
    );
    const gapped = new Map(market);
    gapped.set(
      benchmark.ticker,
      (market.get(benchmark.ticker) ?? []).filter((_, row) => row !== 5),
    );
    expect(() => viewOf(filtering, gapped)).toThrow(/^benchmark SPY: no bar on 1 of 301 sessions/);
  });

  it('does without a benchmark that has gaps', () => {
    const gapped = new Map(market);
    gapped.set(
      benchmark.ticker,
      (market.get(benchmark.ticker) ?? []).filter((_, row) => row !== 5),
    );
    const view = viewOf(test, gapped);
    expect(view.latest.asOf).toBe(base.sessions.at(-1));
    expect(view.latest.pairs).toEqual(viewOf(test, market).latest.pairs);
    expect(view.parts.get('report')?.make()).toMatchObject({ benchmark: null });
  });

  it('names the sources, and is synthetic as soon as one bar is', () => {
    expect(viewOf(test, market).latest).toMatchObject({ sources: ['csv'], synthetic: false });
    const mixed = new Map([...market, ...storedMarket([benchmark], 'synthetic')]);
    expect(viewOf(test, mixed).latest).toMatchObject({ sources: ['csv', 'synthetic'], synthetic: true });
  });
});
