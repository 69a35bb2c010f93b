import { lateSchedules } from '@evenkeel/domain/pairs';
import { day } from '../../../factories/bars';
import { pairFile, portfolioFile } from '../../../factories/portfolio';
import { parsePortfolio } from '@evenkeel/domain/portfolio';

const leverage = (...from: string[]) => from.map((date, at) => ({ from: date, ratio: 3 - at }));
const { pairs } = parsePortfolio(
  portfolioFile({
    pairs: [
      { ...pairFile('QQQ', 'SQQQ'), leverage: leverage('2015-01-05', '2020-04-01') },
      { ...pairFile('TLT', 'TBT'), leverage: leverage('2010-01-04') },
    ],
  }),
  'test',
);

describe('a leverage schedule that begins after a run', () => {
  test('is found with its first step', () => {
    expect(lateSchedules(pairs, day('2014-12-31')).map(({ pair, step }) => [pair.inverse, step])).toEqual([
      ['SQQQ', { from: '2015-01-05', ratio: 3 }],
    ]);
    expect(lateSchedules(pairs, day('2009-12-31'))).toHaveLength(2);
  });

  test('is none where it begins with the first session or before it', () => {
    expect(lateSchedules(pairs, day('2015-01-05'))).toEqual([]);
  });
});
