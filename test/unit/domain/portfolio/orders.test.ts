import fc from 'fast-check';
import { Decimal } from 'decimal.js';
import { isAppError } from '@evenkeel/domain';
import { parseSessionDate } from '@evenkeel/domain/calendar';
import { planOrders, type OrderRequest, type Targets } from '@evenkeel/domain/portfolio';
import { parseTicker } from '@evenkeel/domain/prices';

const QQQ = parseTicker('QQQ');
const SQQQ = parseTicker('SQQQ');
const TLT = parseTicker('TLT');
const TBT = parseTicker('TBT');

const pairTarget = (base: typeof QQQ, inverse: typeof QQQ, ratio: number, allocation: number): Targets['pairs'][number] => ({
  base,
  inverse,
  ratio,
  target: { base: (allocation * ratio) / (1 + ratio), inverse: allocation / (1 + ratio) },
  weight: { base: 0, inverse: 0 },
  drift: 0,
  netDelta: 0,
  breached: false,
  blocked: false,
  action: 'hold',
});

/** Half in QQQ/SQQQ at 3 (37.5 % and 12.5 %), half in TLT/TBT at 2 (33.3 % and 16.7 %). */
const targets: Targets = {
  portfolio: 'test',
  asOf: parseSessionDate('2024-06-28'),
  nav: 1,
  cash: 0,
  netDelta: 0,
  signal: 'hold',
  pairs: [pairTarget(QQQ, SQQQ, 3, 0.5), pairTarget(TLT, TBT, 2, 0.5)],
};

const prices = new Map([
  [QQQ, new Decimal(400)],
  [SQQQ, new Decimal(10)],
  [TLT, new Decimal(90)],
  [TBT, new Decimal(30)],
]);

function request(changes: Partial<OrderRequest> = {}): OrderRequest {
  return {
    targets,
    holdings: new Map(),
    cash: new Decimal(0),
    prices,
    costs: { commissionRate: 0, slippage: { model: 'none' } },
    wholeShares: true,
    ...changes,
  };
}

const shares = (entries: readonly (readonly [typeof QQQ, number])[]) => new Map(entries.map(([symbol, held]) => [symbol, new Decimal(held)]));
const lines = (made: ReturnType<typeof planOrders>) => made.orders.map(({ side, shares: count, symbol }) => `${side} ${count.toFixed()} ${symbol}`);

/** The code of the AppError that `act` throws. */
function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (isAppError(error)) return error.code;
    throw error;
  }
  return 'none';
}

describe('planOrders', () => {
  it('buys the targets with cash, in whole shares, the largest drift first', () => {
    const made = planOrders(request({ cash: new Decimal(10_000) }));
    expect(lines(made)).toEqual(['buy 9 QQQ', 'buy 37 TLT', 'buy 55 TBT', 'buy 125 SQQQ']);
    expect(made.cashAfter.toNumber()).toBe(10_000 - 3600 - 3330 - 1650 - 1250);
  });

  it('buys fractions of a share to 6 decimals where whole shares are not asked for', () => {
    const made = planOrders(request({ cash: new Decimal(10_000), wholeShares: false }));
    expect(lines(made)).toEqual(['buy 9.375 QQQ', 'buy 37.037037 TLT', 'buy 55.555555 TBT', 'buy 125 SQQQ']);
  });

  it('sells first, so that cash is never negative on the way', () => {
    const made = planOrders(request({ holdings: shares([[QQQ, 20], [TBT, 66]]), cash: new Decimal(20) }));
    expect(made.nav.toNumber()).toBe(10_000);
    expect(lines(made)).toEqual(['sell 10 QQQ', 'sell 10 TBT', 'buy 37 TLT', 'buy 99 SQQQ']);
    expect(made.cashAfter.toNumber()).toBe(0);
  });

  it('adds the targets of a symbol that is a leg of two pairs', () => {
    const shared: Targets = { ...targets, pairs: [pairTarget(QQQ, SQQQ, 3, 0.5), pairTarget(TLT, SQQQ, 3, 0.5)] };
    const made = planOrders(request({ targets: shared, cash: new Decimal(10_000) }));
    expect(made.orders.find(({ symbol }) => symbol === SQQQ)?.shares.toNumber()).toBe(250);
  });

  it('leaves out orders below the minimum', () => {
    const holdings = shares([[QQQ, 9], [SQQQ, 120], [TLT, 37], [TBT, 55]]);
    const cash = new Decimal(220);
    expect(lines(planOrders(request({ holdings, cash })))).toEqual(['buy 5 SQQQ']);
    expect(planOrders(request({ holdings, cash, minimumOrder: new Decimal(51) })).orders).toEqual([]);
  });

  it('leaves symbols of nobody’s pair alone and says so', () => {
    const made = planOrders(request({ holdings: shares([[parseTicker('GLD'), 5]]), cash: new Decimal(1000) }));
    expect(made.untouched).toEqual([{ symbol: 'GLD', shares: new Decimal(5) }]);
    expect(made.nav.toNumber()).toBe(1000);
  });

  it('pays the estimated costs out of what it buys for', () => {
    const costs = { commissionRate: 0.01, slippage: { model: 'none' } } as const;
    const made = planOrders(request({ cash: new Decimal(1_000_000), costs, wholeShares: false }));
    expect(made.estimatedCost.toNumber()).toBeCloseTo(1_000_000 - 1_000_000 / 1.01, 1);
    expect(made.cashAfter.toNumber()).toBeGreaterThanOrEqual(0);
    expect(made.cashAfter.toNumber()).toBeLessThan(1);
  });

  it('has an id that depends on portfolio, session, holdings and cash alone', () => {
    const holdings = shares([[QQQ, 1], [TLT, 2]]);
    const id = planOrders(request({ holdings, cash: new Decimal(5) })).id;
    expect(id).toMatch(/^[0-9a-f]{16}$/);
    const turned = shares([[TLT, 2], [QQQ, 1]]);
    expect(planOrders(request({ holdings: turned, cash: new Decimal('5.00'), wholeShares: false })).id).toBe(id);
    const others = [
      request({ holdings, cash: new Decimal(6) }),
      request({ holdings: shares([[QQQ, 1], [TLT, 3]]), cash: new Decimal(5) }),
      request({ holdings, cash: new Decimal(5), targets: { ...targets, portfolio: 'other' } }),
      request({ holdings, cash: new Decimal(5), targets: { ...targets, asOf: parseSessionDate('2024-07-01') } }),
    ];
    for (const other of others) expect(planOrders(other).id).not.toBe(id);
  });

  it.each([
    ['negative cash', request({ cash: new Decimal(-1) }), 'bad-input'],
    ['cash that is no number', request({ cash: new Decimal(Number.NaN) }), 'bad-input'],
    ['short holdings', request({ holdings: shares([[QQQ, -1]]), cash: new Decimal(1) }), 'bad-input'],
    ['an empty account', request(), 'bad-input'],
    ['a leg without price', request({ cash: new Decimal(1), prices: new Map([[QQQ, new Decimal(400)]]) }), 'bad-data'],
  ])('refuses %s', (_what, bad, code) => {
    expect(codeOf(() => planOrders(bad))).toBe(code);
  });

  it('never lets cash go below 0, never sells what is not held, and conserves the account', () => {
    const amount = fc.integer({ min: 0, max: 500_000 });
    const rate = fc.double({ min: 0, max: 0.05, noNaN: true });
    fc.assert(
      fc.property(fc.tuple(amount, amount, amount, amount), amount, rate, fc.boolean(), amount, ([a, b, c, d], money, commissionRate, wholeShares, least) => {
        fc.pre(a + b + c + d + money > 0);
        const holdings = shares([[QQQ, a / 100], [SQQQ, b / 7], [TLT, c / 50], [TBT, d / 10]]);
        const costs = { commissionRate, slippage: { model: 'sqrt', cap: 0.01, depth: 1e7 } } as const;
        const made = planOrders(request({ holdings, cash: new Decimal(money).div(100), costs, wholeShares, minimumOrder: new Decimal(least).div(1000) }));
        let cash = made.cashBefore;
        for (const { side, symbol, shares: count, value, estimatedCost } of made.orders) {
          cash = (side === 'buy' ? cash.minus(value) : cash.plus(value)).minus(estimatedCost);
          expect(cash.isNegative()).toBe(false);
          if (side === 'sell') expect(count.lessThanOrEqualTo(holdings.get(symbol) ?? 0)).toBe(true);
          if (wholeShares) expect(count.isInteger()).toBe(true);
        }
        expect(cash.equals(made.cashAfter)).toBe(true);
        const drifts = (side: string) => made.orders.filter((order) => order.side === side).map(({ drift }) => drift);
        for (const side of ['sell', 'buy']) expect(drifts(side)).toEqual([...drifts(side)].sort((x, y) => y - x));
      }),
      { numRuns: 100 },
    );
  });
});
