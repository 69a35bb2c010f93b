import {
  counterpartFrom,
  judge,
  parseTicker,
  screenSeries,
  seriesFromBars,
  type Bar,
  type Doubt,
} from '@evenkeel/domain/prices';
import { DEFAULT_UNIVERSE, ratioOn } from '@evenkeel/domain/pairs';
import { bar, day, realHistory, columnsOf, vendorHistory, vendorRow, type BarValues } from '../../../factories/bars';
import { seriesFromColumns } from '@evenkeel/domain/prices';
import { describeWithSharedData } from '../../../support/shared-data';

const QQQ = parseTicker('QQQ');
const DAYS = ['2024-06-24', '2024-06-25', '2024-06-26', '2024-06-27', '2024-06-28'];
const WEEK = { from: day('2024-06-24'), to: day('2024-06-28') };

/** Five sessions at 100, some of them otherwise. */
function weekWith(values: Readonly<Record<string, BarValues>>): Bar[] {
  return DAYS.map((session) => bar(session, { ...values[session], close: values[session]?.close ?? 100 }));
}

const doubtsOf = (bars: readonly Bar[], options: Partial<Parameters<typeof screenSeries>[1]> = {}): Doubt[] =>
  screenSeries(seriesFromBars(QQQ, bars), { ...WEEK, ...options });
const told = (doubts: readonly Doubt[]) => doubts.map(({ session, reason }) => [session, reason]);

describe('screenSeries', () => {
  it('has nothing to say of a calm week', () => {
    expect(doubtsOf(weekWith({ '2024-06-26': { close: 101, dividend: 0.5 } }))).toEqual([]);
  });

  it.each<[BarValues, string]>([
    [{ low: 0 }, 'non-positive-price'],
    [{ close: 100, high: 99, low: 98 }, 'price-outside-range'],
    [{ open: 90, high: 101, low: 99 }, 'price-outside-range'],
    [{ high: 99, low: 100, open: 99.5 }, 'high-below-low'],
    [{ dividend: 20.1 }, 'oversized-dividend'],
    [{ close: 141 }, 'unexplained-jump'],
  ])('doubts %j like the gates do: %s', (values, reason) => {
    const bars = weekWith({ '2024-06-28': values });
    expect(told(doubtsOf(bars))).toEqual([['2024-06-28', reason]]);
    const history = vendorHistory(
      DAYS.map((session) => vendorRow(session, session === '2024-06-28' ? { close: 100, ...values } : {})),
      values.dividend === undefined ? {} : { dividends: [['2024-06-28', values.dividend]] },
    );
    const judgement = judge(history, { now: new Date('2024-07-01T12:00:00Z') });
    expect(judgement.quarantined.map((held) => [held.session, held.reason])).toEqual([['2024-06-28', reason]]);
  });

  it('says where a wrong scale begins and ends', () => {
    const scaled = { close: 1500 };
    const doubts = doubtsOf(weekWith({ '2024-06-26': scaled, '2024-06-27': scaled }));
    expect(told(doubts)).toEqual([
      ['2024-06-26', 'unexplained-jump'],
      ['2024-06-28', 'unexplained-jump'],
    ]);
    expect(doubts[0]?.detail).toBe('1400.0 % since 2024-06-25, and no other leg to confirm it');
  });

  it('takes splits and dividends into account before it calls a move a jump', () => {
    expect(doubtsOf(weekWith({ '2024-06-28': { close: 25, split: 4 } }))).toEqual([]);
    expect(told(doubtsOf(weekWith({ '2024-06-28': { close: 25 } })))).toEqual([['2024-06-28', 'unexplained-jump']]);
  });

  it('believes a jump that the other leg of any of its pairs confirms', () => {
    const fallen = weekWith({ '2024-06-28': { close: 50 } });
    const other = (close: number) =>
      counterpartFrom('inverse', () => 3, seriesFromBars(parseTicker('BASE'), weekWith({ '2024-06-28': { close } })));
    expect(doubtsOf(fallen, { counterparts: [other(100), other(100 * (1 + 0.5 / 3))] })).toEqual([]);
    expect(told(doubtsOf(fallen, { counterparts: [other(100)] }))).toEqual([['2024-06-28', 'unexplained-jump']]);
  });

  it('looks only at the sessions asked for, and measures the first of them against the one before', () => {
    const bars = weekWith({ '2024-06-25': { low: 0 }, '2024-06-27': { close: 150 }, '2024-06-28': { close: 150 } });
    expect(told(doubtsOf(bars, { from: day('2024-06-27') }))).toEqual([['2024-06-27', 'unexplained-jump']]);
    expect(doubtsOf(bars, { from: day('2024-06-28') })).toEqual([]);
    expect(told(doubtsOf(bars, { to: day('2024-06-26') }))).toEqual([['2024-06-25', 'non-positive-price']]);
  });
});

describeWithSharedData('screenSeries on real histories', () => {
  const seriesOf = (symbol: string) => seriesFromColumns(columnsOf(realHistory(symbol).history));

  it.each(DEFAULT_UNIVERSE.map((pair) => [pair.base, pair.inverse, pair] as const))(
    'finds nothing to doubt in %s and %s',
    (base, inverse, pair) => {
      const [one, other] = [seriesOf(base), seriesOf(inverse)];
      const all = { from: day('1990-01-02'), to: day('2030-12-31') };
      const ratio = (session: typeof all.from) => ratioOn(pair, session);
      expect(screenSeries(one, { ...all, counterparts: [counterpartFrom('base', ratio, other)] })).toEqual([]);
      expect(screenSeries(other, { ...all, counterparts: [counterpartFrom('inverse', ratio, one)] })).toEqual([]);
    },
  );
});
