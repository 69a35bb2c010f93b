import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { addCalendarDays } from '@evenkeel/domain/calendar';
import { asTradedBars, seriesFromBars, seriesFromColumns, type VendorHistory } from '@evenkeel/domain/prices';
import { columnsOf, day, feedAsOf, realHistory, vendorHistory, vendorRow } from '../../../factories/bars';
import { describeWithSharedData } from '../../../support/shared-data';

describe('asTradedBars', () => {
  it('multiplies prices by every later split and divides volume, exactly', () => {
    const rows = [
      vendorRow('2024-06-24', { close: 1500, volume: 7 }),
      vendorRow('2024-06-25', { close: 100, volume: 100 }),
      vendorRow('2024-06-26', { close: 101, volume: 100 }),
    ];
    const splits: [string, string][] = [
      ['2024-06-25', '0.1'],
      ['2024-06-26', '4'],
    ];
    const bars = asTradedBars(vendorHistory(rows, { splits, dividends: [['2024-06-25', 0.25]] }));
    expect(bars.map((bar) => bar.close.toString())).toEqual(['600', '400', '101']);
    // 7 / 0.4 = 17.5, half even.
    expect(bars.map((bar) => bar.volume.toString())).toEqual(['18', '25', '100']);
    expect(bars.map((bar) => bar.dividend.toString())).toEqual(['0', '1', '0']);
    expect(bars.map((bar) => bar.split.toString())).toEqual(['0', '0.1', '4']);
  });

  it('two splits of one day multiply, on their own bar and in the prices before', () => {
    const rows = [vendorRow('2024-06-24', { close: 10, volume: 60 }), vendorRow('2024-06-25', { close: 11 })];
    const bars = asTradedBars(
      vendorHistory(rows, {
        splits: [
          ['2024-06-25', 2],
          ['2024-06-25', 3],
        ],
      }),
    );
    expect(bars.map((bar) => [bar.close.toNumber(), bar.volume.toNumber(), bar.split.toNumber()])).toEqual([
      [60, 10, 0],
      [11, 1000, 6],
    ]);
  });

  it.each([
    ['1.0000005', '1'],
    ['1.0000015', '1.000002'],
    ['1.00000050000000000000000000001', '1.000001'],
  ])('rounds %s half even to %s', (close, rounded) => {
    const [bar] = asTradedBars(vendorHistory([vendorRow('2024-06-28', { close })]));
    expect(bar?.close.toString()).toBe(rounded);
  });

  it('keeps every digit of long ratios until the end', () => {
    // 3 * (1/12 in 20 digits)^2 * 144e12 = 3e12 less about 2 * 4e-20 * 3e12 * 12: exact in 60 digits, lost in 20.
    const ratio = '0.08333333333333333333';
    const splits: [string, string][] = [
      ['2024-06-25', ratio],
      ['2024-06-26', ratio],
    ];
    const rows = [vendorRow('2024-06-24', { close: '432000000000000' }), vendorRow('2024-06-26')];
    const [bar] = asTradedBars(vendorHistory(rows, { splits }));
    const Wide = Decimal.clone({ precision: 100 });
    expect(bar?.close.toString()).toBe(
      new Wide(ratio)
        .pow(2)
        .times('432000000000000')
        .toFixed(6)
        .replace(/\.?0+$/, ''),
    );
  });

  it('leaves out incomplete rows and takes the last complete one of a doubled session', () => {
    const rows = [
      vendorRow('2024-06-27', {}, ['close']),
      vendorRow('2024-06-28', { close: 1 }),
      vendorRow('2024-06-28', { close: 2 }),
      vendorRow('2024-06-28', { close: 3 }, ['open']),
    ];
    expect(asTradedBars(vendorHistory(rows)).map((bar) => [bar.session, bar.close.toNumber()])).toEqual([
      ['2024-06-28', 2],
    ]);
  });

  it('does not undo a split that is only announced', () => {
    const history = vendorHistory([vendorRow('2024-06-27'), vendorRow('2024-06-28')], { splits: [['2024-07-08', 2]] });
    const first = (recordedOn?: string) =>
      asTradedBars(history, recordedOn === undefined ? undefined : day(recordedOn))[0];
    expect(first()?.close.toNumber()).toBe(100);
    expect(first('2024-07-05')?.close.toNumber()).toBe(100);
    expect(first('2024-07-08')?.close.toNumber()).toBe(200);
  });

  it('refuses a split ratio of 0', () => {
    const history = vendorHistory([vendorRow('2024-06-28')], { splits: [['2024-06-28', 0]] });
    expect(() => asTradedBars(history)).toThrow(/split of 2024-06-28 has ratio 0/);
  });

  it('gives the same bars whenever the vendor was asked', () => {
    fc.assert(
      fc.property(histories, fc.nat({ max: 11 }), (history, asked) => {
        const whole = asTradedBars(history);
        const date = history.rows[asked % history.rows.length]?.session ?? day('2024-01-01');
        const then = asTradedBars(feedAsOf(history, date));
        expect(then.map(texts)).toEqual(whole.slice(0, then.length).map(texts));
      }),
      { numRuns: 60 },
    );
  });
});

describe('seriesFromColumns', () => {
  it('is bit-identical to the path through decimals', () => {
    fc.assert(
      fc.property(histories, (history) => {
        expect(seriesFromColumns(columnsOf(history))).toEqual(seriesFromBars(history.ticker, asTradedBars(history)));
      }),
      { numRuns: 200 },
    );
  });

  it('decides ties like the path through decimals', () => {
    const closes = ['1.0000005', '1.0000015', '2.5000025', '0.0000005', '123456.7890125', '0.1', '98765432.1234565'];
    const rows = closes.map((close, i) =>
      vendorRow(addCalendarDays(day('2024-06-24'), i), { close, high: '1e9', volume: 2 * i + 1 }),
    );
    for (const ratio of ['0.5', '0.2', '2', '1.231']) {
      const history = vendorHistory([...rows, vendorRow('2024-07-15')], { splits: [['2024-07-15', ratio]] });
      expect(seriesFromColumns(columnsOf(history))).toEqual(seriesFromBars(history.ticker, asTradedBars(history)));
    }
  });

  it('leaves out rows with a missing number', () => {
    const history = vendorHistory([vendorRow('2024-06-27', {}, ['volume']), vendorRow('2024-06-28')]);
    expect(seriesFromColumns(columnsOf(history)).sessions).toEqual(['2024-06-28']);
  });
});

describeWithSharedData('as-traded bars of real histories', () => {
  it('SQQQ began at 76.98', () => {
    const [first] = asTradedBars(realHistory('SQQQ').history);
    expect(first?.session).toBe('2010-02-11');
    expect(Math.abs(Number(first?.close) - 76.98)).toBeLessThan(0.001);
  });

  it.each(['SQQQ', 'SOXS', 'XLF'])('%s: columns equal decimals, bit for bit', (symbol) => {
    const { history } = realHistory(symbol);
    const fast = seriesFromColumns(columnsOf(history));
    const slow = seriesFromBars(history.ticker, asTradedBars(history));
    expect(fast.sessions.length).toBe(history.rows.length);
    for (const name of ['open', 'high', 'low', 'close', 'volume', 'dividend', 'split'] as const) {
      expect(Buffer.from(fast[name].buffer).equals(Buffer.from(slow[name].buffer))).toBe(true);
    }
  });

  it.each(['SQQQ', 'SOXS', 'FAZ', 'ERY', 'SMH', 'XLE', 'XLF', 'TBT'])(
    '%s: feeds of before and after every split hold the bars of the final file',
    (symbol) => {
      const { history } = realHistory(symbol);
      const whole = new Map(asTradedBars(history).map((bar) => [bar.session, texts(bar)]));
      const exDates = new Set(history.splits.map((split) => split.session));
      const asked = history.rows.flatMap((row, i) => (exDates.has(row.session) ? [i - 1, i] : []));
      expect(asked.length).toBe(2 * history.splits.length);
      for (const i of asked) {
        const rows = [...history.rows.slice(0, 5), ...history.rows.slice(Math.max(5, i - 20), i + 1)];
        const feed = feedAsOf({ ...history, rows }, history.rows[i]?.session ?? day('2024-01-01'));
        for (const bar of asTradedBars(feed)) expect(texts(bar)).toBe(whole.get(bar.session));
      }
    },
  );
});

/** A bar as one line of exact decimals. */
function texts(bar: object): string {
  return Object.values(bar).join(' ');
}

/** Some sessions in a row with splits, dividends and prices of up to 15 digits. */
const histories: fc.Arbitrary<VendorHistory> = fc
  .record({
    rows: fc.array(
      fc.record({
        digits: fc.integer({ min: 1, max: 999_999_999_999 }),
        places: fc.integer({ min: 0, max: 9 }),
        volume: fc.nat({ max: 2_000_000_000 }),
      }),
      { minLength: 1, maxLength: 12 },
    ),
    splits: fc.array(
      fc.tuple(fc.nat(11), fc.constantFrom('0.2', '0.1', '0.08333333333', '0.1666666667', '2', '3', '1.231')),
    ),
    dividends: fc.uniqueArray(fc.tuple(fc.nat(11), fc.integer({ min: 1, max: 9_999_999 })), { selector: ([at]) => at }),
  })
  .map(({ rows, splits, dividends }) => {
    const sessionAt = (i: number) => addCalendarDays(day('2024-01-01'), i % rows.length);
    const seen = new Set<number>();
    return vendorHistory(
      rows.map(({ digits, places, volume }, i) =>
        vendorRow(sessionAt(i), { close: new Decimal(digits).div(10 ** places).toString(), volume }),
      ),
      {
        splits: splits
          .filter(([at]) => !seen.has(at % rows.length) && seen.add(at % rows.length))
          .map(([at, ratio]) => [sessionAt(at), ratio]),
        dividends: dividends
          .filter(([at]) => at < rows.length)
          .map(([at, amount]) => [sessionAt(at), String(amount / 1e6)]),
      },
    );
  });
