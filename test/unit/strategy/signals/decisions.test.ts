import type { SignalOrder } from '@evenkeel/report/signals';
import { changed } from '../../../../services/strategy/src/signals/corrections';
import { oneEach } from '../../../../services/strategy/src/signals/decisions';

const order = (side: SignalOrder['side'], symbol: string, shares: number | null, price = 10): SignalOrder => ({
  side,
  symbol,
  shares,
  price,
  value: (shares ?? 7) * price,
});
/** Two pairs that share their base. */
const shared = [
  order('sell', 'AAA', 205),
  order('sell', 'AAA', 182),
  order('buy', 'CCC', 1140),
  order('buy', 'BBB', 628),
];

describe('oneEach', () => {
  it('makes one order of a symbol that several pairs trade', () => {
    expect(oneEach(shared)).toEqual([order('sell', 'AAA', 387), order('buy', 'CCC', 1140), order('buy', 'BBB', 628)]);
  });

  it('leaves of buying for one pair and selling for another what is left, and nothing of nothing', () => {
    const bought = order('buy', 'AAA', 100);
    expect(oneEach([bought, order('sell', 'AAA', 130)])).toEqual([order('sell', 'AAA', 30)]);
    expect(oneEach([bought, order('sell', 'AAA', 40)])).toEqual([order('buy', 'AAA', 60)]);
    expect(oneEach([bought, order('sell', 'AAA', 100)])).toEqual([]);
  });

  it('knows no shares where one of the orders has none', () => {
    expect(oneEach([order('buy', 'AAA', null), order('buy', 'AAA', 3)])).toEqual([
      { side: 'buy', symbol: 'AAA', shares: null, price: 10, value: 100 },
    ]);
  });
});

describe('changed', () => {
  const rebalance = (orders: readonly SignalOrder[]) => ({ signal: 'rebalance', orders }) as const;

  it('sees no change in the same decision, also where pairs share a symbol, and however it was recorded', () => {
    expect(changed(rebalance(shared), rebalance(shared))).toBe(false);
    expect(changed(rebalance(shared), rebalance(oneEach(shared)))).toBe(false);
    expect(changed(rebalance(shared), rebalance([...shared].reverse()))).toBe(false);
  });

  it.each([
    ['more shares of the symbol in all', [order('sell', 'AAA', 215), ...shared.slice(1)]],
    ['another side', [order('buy', 'AAA', 387), ...shared.slice(2)]],
    ['another symbol', [...shared.slice(0, 3), order('buy', 'DDD', 628)]],
    ['an order less', shared.slice(0, 3)],
  ])('sees %s', (_, orders) => {
    expect(changed(rebalance(shared), rebalance(orders))).toBe(true);
  });

  it('takes no notice of what is below one percent, or below a share', () => {
    expect(changed(rebalance([order('buy', 'AAA', 1000)]), rebalance([order('buy', 'AAA', 1009)]))).toBe(false);
    expect(changed(rebalance([order('buy', 'AAA', 1000)]), rebalance([order('buy', 'AAA', 1011)]))).toBe(true);
    expect(changed(rebalance([order('buy', 'AAA', 2)]), rebalance([order('buy', 'AAA', 2.9)]))).toBe(false);
  });
});
