import fc from 'fast-check';
import { parseTicker, seriesFromBars, totalReturnIndex } from '@evenkeel/domain/prices';
import { dailyReturnOn } from '../../../../shared/domain/src/prices/returns';
import { bar, type BarValues } from '../../../factories/bars';

function seriesOf(...values: BarValues[]) {
  return seriesFromBars(
    parseTicker('QQQ'),
    values.map((each, i) => bar(`2024-06-${String(i + 10)}`, each)),
  );
}

describe('daily total returns', () => {
  it('follow the price, undo a split, and add a dividend per new share', () => {
    const series = seriesOf(
      { close: 100 },
      { close: 110 },
      { close: 54, split: 2, dividend: 1 },
      { close: 53, dividend: 4 },
    );
    expect(dailyReturnOn(series, 0)).toBeNaN();
    // 110/100; 54/(110/2 - 1); 53/(54 - 4)
    [0.1, 0, 0.06].forEach((expected, i) => {
      expect(dailyReturnOn(series, i + 1)).toBeCloseTo(expected, 15);
    });
  });

  it('the index compounds them from 1, and opens at the open’s share of the close', () => {
    const index = totalReturnIndex(
      seriesOf({ close: 50, open: 40 }, { close: 55, open: 44 }, { close: 11, open: 22, split: 5 }),
    );
    expect([...index.close].map((value) => value.toFixed(12))).toEqual([
      '1.000000000000',
      '1.100000000000',
      '1.100000000000',
    ]);
    expect([...index.open].map((value) => value.toFixed(12))).toEqual([
      '0.800000000000',
      '0.880000000000',
      '2.200000000000',
    ]);
  });

  it('do not change when later events arrive', () => {
    const price = fc.double({ min: 1, max: 1000, noNaN: true });
    fc.assert(
      fc.property(fc.array(price, { minLength: 2, maxLength: 10 }), price, (closes, next) => {
        const values = closes.map((close) => ({ close }));
        const before = totalReturnIndex(seriesOf(...values)).close;
        const after = totalReturnIndex(seriesOf(...values, { close: next, split: 0.2, dividend: 0.3 })).close;
        expect([...after].slice(0, closes.length)).toEqual([...before]);
      }),
    );
  });

  it('make no index of no bars', () => {
    expect(totalReturnIndex(seriesOf()).close).toHaveLength(0);
  });
});
