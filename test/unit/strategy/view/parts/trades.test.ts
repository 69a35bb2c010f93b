import type { Trade } from '@evenkeel/domain/backtest';
import { parseSessionDate } from '@evenkeel/domain/calendar';
import { parseTicker } from '@evenkeel/domain/prices';
import { fillsOf } from '../../../../factories/fills';
import { tradeParts } from '../../../../../services/strategy/src/view/parts/trades';

const trade = (session: string, units: number): Trade => ({
  session: parseSessionDate(session),
  symbol: parseTicker('QQQ'),
  pair: 0,
  units,
  price: 2,
  shares: units / 50,
  tradedPrice: 100,
  value: 2 * units,
  cost: 0,
  reason: 'drift',
});

describe('tradeParts', () => {
  it('has one item a year that has trades', () => {
    const parts = tradeParts(fillsOf([trade('2015-01-02', 1), trade('2015-03-02', 2), trade('2017-01-03', 3)]));
    expect([...parts.keys()]).toEqual(['trades#2015', 'trades#2017']);
    expect(parts.get('trades#2017')?.make()).toEqual({
      date: ['2017-01-03'],
      symbol: ['QQQ'],
      units: [3],
      price: [2],
      shares: [3 / 50],
      tradedPrice: [100],
      value: [6],
      cost: [0],
      reason: ['drift'],
    });
  });

  it('splits a year that would outgrow an item, keeping the order', () => {
    const parts = tradeParts(fillsOf(Array.from({ length: 2001 }, (_, i) => trade('2015-01-02', i + 1))));
    expect([...parts.keys()]).toEqual(['trades#2015', 'trades#2015#2', 'trades#2015#3']);
    expect(parts.get('trades#2015#3')?.make()).toMatchObject({ units: [2001] });
  });
});
