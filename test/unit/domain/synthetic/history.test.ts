import { addCalendarDays, sessionsBetween } from '@evenkeel/domain/calendar';
import { DEFAULT_UNIVERSE, ratioOn } from '@evenkeel/domain/pairs';
import {
  asTradedBars,
  counterpartFrom,
  judge,
  parseTicker,
  seriesFromVendor,
  totalReturnIndex,
  type Bar,
  type Series,
} from '@evenkeel/domain/prices';
import { syntheticHistory } from '@evenkeel/domain/synthetic';
import { dailyReturnOn } from '../../../../shared/domain/src/prices/returns';
import { syntheticSeries } from '../../../../shared/domain/src/synthetic/history';
import { marketOf, type MarketRegime } from '../../../../shared/domain/src/synthetic/market';
import { day } from '../../../factories/bars';

const to = day('2024-06-28');
const until = day('2012-06-29');
const ticker = (text: string) => parseTicker(text);
const legs = DEFAULT_UNIVERSE.flatMap(({ base, inverse }) => [base, inverse]);
const sameBits = (a: Float64Array, b: Float64Array) => Buffer.from(a.buffer).equals(Buffer.from(b.buffer));
const text = (each: Bar) => Object.values(each).join(' ');
const NO_FRICTIONS = { fee: 0, financing: 0, trackingError: 0 };

describe('the synthetic market', () => {
  it.each([...legs, ticker('SPY'), ticker('ZZZ')])('%s passes the quality gates whole, on every session', (symbol) => {
    const pair = DEFAULT_UNIVERSE.find(({ base, inverse }) => base === symbol || inverse === symbol);
    const counterpart =
      pair &&
      counterpartFrom(
        symbol === pair.base ? 'base' : 'inverse',
        (session) => ratioOn(pair, session),
        syntheticSeries(symbol === pair.base ? pair.inverse : pair.base, { seed: 7, to: until }),
      );
    const history = syntheticHistory(symbol, { seed: 7, to: until });
    const judgement = judge(history, { now: new Date('2012-06-30T12:00:00Z'), counterpart });
    expect(judgement).toMatchObject({ quarantined: [], refused: [], gaps: [] });
    const first = history.rows[0]?.session ?? until;
    expect(judgement.bars.length).toBeGreaterThan(500);
    expect(judgement.bars.map(({ session }) => session).join() === sessionsBetween(first, until).join()).toBe(true);
  });

  it('is the same for the same seed and another for another', () => {
    const close = (seed: number) => syntheticSeries(ticker('QQQ'), { seed, to: until }).close;
    expect(sameBits(close(1), close(1))).toBe(true);
    expect(sameBits(close(1), close(2))).toBe(false);
  });

  it.each(['SQQQ', 'XLE', 'ABC'])('%s: a later end adds bars and changes none, as traded', (symbol) => {
    const short = asTradedBars(syntheticHistory(ticker(symbol), { seed: 3, to: day('2011-03-15') }));
    const long = asTradedBars(syntheticHistory(ticker(symbol), { seed: 3, to: until }));
    expect(long.length).toBeGreaterThan(short.length);
    expect(long.slice(0, short.length).map(text).join('\n') === short.map(text).join('\n')).toBe(true);
  });

  it.each(['SOXS', 'TLT'])('%s: the series is the vendor history as traded, bit for bit', (symbol) => {
    const options = { seed: 5, to: until };
    const direct = syntheticSeries(ticker(symbol), options);
    const served = seriesFromVendor(syntheticHistory(ticker(symbol), options));
    expect(served.sessions.join() === direct.sessions.join()).toBe(true);
    for (const name of ['open', 'high', 'low', 'close', 'volume', 'dividend', 'split'] as const) {
      expect(sameBits(served[name], direct[name])).toBe(true);
    }
  });

  it('cuts at `from` without changing what follows', () => {
    const whole = syntheticSeries(ticker('FAZ'), { seed: 3, to: until });
    const cut = syntheticSeries(ticker('FAZ'), { seed: 3, from: day('2012-01-01'), to: until });
    expect(cut.sessions[0]).toBe('2012-01-03');
    expect(sameBits(cut.close, whole.close.slice(whole.sessions.indexOf(day('2012-01-03'))))).toBe(true);
    expect(syntheticHistory(ticker('FAZ'), { seed: 3, from: addCalendarDays(until, 1), to: until }).rows).toEqual([]);
  });

  it('lists inverse funds on their first session, bases in 2007', () => {
    expect(syntheticSeries(ticker('SQQQ'), { seed: 1, to: until }).sessions[0]).toBe('2010-02-11');
    expect(syntheticSeries(ticker('QQQ'), { seed: 1, to: until }).sessions[0]).toBe('2007-01-03');
  });

  it('pays four dividends a year on bases and none on inverse funds, which merge shares instead', () => {
    const base = syntheticHistory(ticker('XLF'), { seed: 1, to: until });
    expect(
      base.dividends.filter(({ session }) => session.startsWith('2010')).map(({ session }) => session.slice(5, 7)),
    ).toEqual(['03', '06', '09', '12']);
    const inverse = syntheticHistory(ticker('SOXS'), { seed: 1, to });
    expect(inverse.dividends).toEqual([]);
    expect(inverse.splits.filter(({ ratio }) => ratio.lessThan(1)).length).toBeGreaterThan(2);
    const { close } = syntheticSeries(ticker('SOXS'), { seed: 1, to });
    expect(Math.min(...close)).toBeGreaterThan(1);
  });

  it('visits three regimes, the high one the most volatile and the low one the least', () => {
    const market = marketOf(11, day('2050-12-31'));
    const volatility = (regime: MarketRegime) => {
      const returns = [...market.logReturn].filter((_, t) => market.regimes[t] === regime);
      return Math.sqrt((returns.reduce((sum, each) => sum + each ** 2, 0) / returns.length) * 252);
    };
    // Levels of the model, 9, 17 and 38 %; with thousands of sessions each, the estimate is within a few per cent.
    expect(volatility('low') / 0.09).toBeCloseTo(1, 1);
    expect(volatility('medium') / 0.17).toBeCloseTo(1, 1);
    expect(volatility('high') / 0.38).toBeCloseTo(1, 1);
    const share = (regime: MarketRegime) =>
      market.regimes.filter((each) => each === regime).length / market.regimes.length;
    // Stationary distribution: low/medium = 0.011/0.01, high/medium = 0.005/0.03.
    const weights = { low: 1.1, medium: 1, high: 1 / 6 };
    for (const regime of ['low', 'medium', 'high'] as const) {
      expect(Math.abs(share(regime) - weights[regime] / (1.1 + 1 + 1 / 6))).toBeLessThan(0.12);
    }
  });
});

describe('inverse funds against the closed form of daily reset', () => {
  const dailyReturns = (series: Series) => series.close.map((_, row) => dailyReturnOn(series, row));
  const frictionless = (symbol: string) => syntheticSeries(ticker(symbol), { seed: 21, to, frictions: NO_FRICTIONS });

  /** ln(1 - L r) = -L ln(1 + r) - (L + L^2)/2 ln(1 + r)^2 + O(r^3); the cubic term is bounded below. */
  it.each(DEFAULT_UNIVERSE.map((pair) => [pair.inverse, pair] as const))('%s', (inverse, pair) => {
    const fund = frictionless(inverse);
    const growth = totalReturnIndex(fund).close;
    const base = frictionless(pair.base);
    const baseReturns = dailyReturns(base);
    const rowOf = new Map(base.sessions.map((session, row) => [session, row]));
    let expected = 0;
    let cubic = 0;
    fund.sessions.slice(1).forEach((session) => {
      const ratio = ratioOn(pair, session);
      const x = Math.log1p(baseReturns[rowOf.get(session) ?? -1] ?? Number.NaN);
      expected += -ratio * x - ((ratio + ratio ** 2) / 2) * x ** 2;
      // Third derivative of ln(1 - L(e^x - 1)) at 0 is -(L + 3 L^2 + 2 L^3); higher ones grow like it.
      cubic += ((ratio + 3 * ratio ** 2 + 2 * ratio ** 3) / 6) * Math.abs(x) ** 3;
    });
    const actual = Math.log(growth.at(-1) ?? Number.NaN);
    // Prices are printed in cents, base dividends in tenths of a cent: at most 0.1 % over the whole.
    expect(Math.abs(actual - expected)).toBeLessThan(1.5 * cubic + 0.001);
    // The bound says something: it is far below what the variance term takes.
    expect(1.5 * cubic).toBeLessThan(Math.abs(expected) / 4);
  });

  it('fee and financing cost what they say a year', () => {
    const frictions = { fee: 0.01, financing: 0.02, trackingError: 0 };
    const charged = totalReturnIndex(syntheticSeries(ticker('TBT'), { seed: 21, to, frictions })).close;
    const free = totalReturnIndex(frictionless('TBT')).close;
    const years = (free.length - 1) / 252;
    // Two shares of exposure: 1 % + 2 * 2 % a year, as a share of what the day's growth leaves.
    expect(Math.log((free.at(-1) ?? 0) / (charged.at(-1) ?? 0)) / years).toBeCloseTo(0.05, 2);
  });

  it('follows ERY’s change from -3 to -2', () => {
    const [fund, base] = [frictionless('ERY'), frictionless('XLE')];
    const [own, theirs] = [dailyReturns(fund), dailyReturns(base)];
    const offset = base.sessions.length - fund.sessions.length;
    const slope = (from: string, until: string) => {
      const rows = fund.sessions.flatMap((session, row) => (session >= from && session < until ? [row] : []));
      const sum = (of: (row: number) => number) => rows.reduce((total, row) => total + of(row), 0);
      return (
        sum((row) => (own[row] ?? 0) * (theirs[row + offset] ?? 0)) / sum((row) => (theirs[row + offset] ?? 0) ** 2)
      );
    };
    expect(slope('2015-01-01', '2020-04-01')).toBeCloseTo(-3, 2);
    expect(slope('2020-04-01', '2024-06-28')).toBeCloseTo(-2, 2);
  });
});
