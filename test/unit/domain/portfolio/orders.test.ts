import fc from 'fast-check';
import { Decimal } from 'decimal.js';
import { isAppError } from '@evenkeel/domain';
import { parseSessionDate } from '@evenkeel/domain/calendar';
import { planOrders, type OrderRequest, type Targets } from '@evenkeel/domain/portfolio';
import { parseTicker } from '@evenkeel/domain/prices';
import { portfolio } from '../../../factories/portfolio';

const QQQ = parseTicker('QQQ');
const SQQQ = parseTicker('SQQQ');
const TLT = parseTicker('TLT');
const TBT = parseTicker('TBT');

const pairTarget = (
  base: typeof QQQ,
  inverse: typeof QQQ,
  ratio: number,
  allocation: number,
): Targets['pairs'][number] => ({
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
  modelHoldings: [],
  modelOrders: [],
};

const prices = new Map([
  [QQQ, new Decimal(400)],
  [SQQQ, new Decimal(10)],
  [TLT, new Decimal(90)],
  [TBT, new Decimal(30)],
]);

/** A portfolio whose trades cost a share of their value, and nothing else. */
const costing = (commissionRate: number) => portfolio({ costs: { commissionRate, slippage: { model: 'none' } } });

function request(changes: Partial<OrderRequest> = {}): OrderRequest {
  return {
    targets,
    holdings: new Map(),
    cash: new Decimal(0),
    prices,
    portfolio: costing(0),
    wholeShares: true,
    ...changes,
  };
}

const shares = (entries: readonly (readonly [typeof QQQ, number])[]) =>
  new Map(entries.map(([symbol, held]) => [symbol, new Decimal(held)]));
const lines = (made: ReturnType<typeof planOrders>) =>
  made.orders.map(({ side, shares: count, symbol }) => `${side} ${count.toFixed()} ${symbol}`);

const reasons = (made: ReturnType<typeof planOrders>) =>
  made.leftOut.map(({ symbol, value, reason }) => `${symbol} ${value.toFixed()} ${reason}`);

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
    // Rounded down 9, 37, 55 and 125; then one TBT more, because 16.67 of it is missing and a share costs 30.
    expect(lines(made)).toEqual(['buy 9 QQQ', 'buy 37 TLT', 'buy 56 TBT', 'buy 125 SQQQ']);
    expect(made.cashAfter.toNumber()).toBe(10_000 - 3600 - 3330 - 1680 - 1250);
    expect(made.idleCash.toNumber()).toBe(140);
    expect(made.leftOut).toEqual([]);
  });

  it('buys fractions of a share to 6 decimals where whole shares are not asked for', () => {
    const made = planOrders(request({ cash: new Decimal(10_000), wholeShares: false }));
    expect(lines(made)).toEqual(['buy 9.375 QQQ', 'buy 37.037037 TLT', 'buy 55.555555 TBT', 'buy 125 SQQQ']);
  });

  it('sells first, so that cash is never negative on the way', () => {
    const made = planOrders(
      request({
        holdings: shares([
          [QQQ, 20],
          [TBT, 66],
        ]),
        cash: new Decimal(20),
      }),
    );
    expect(made.nav.toNumber()).toBe(10_000);
    expect(lines(made)).toEqual(['sell 10 QQQ', 'sell 10 TBT', 'buy 37 TLT', 'buy 99 SQQQ']);
    expect(made.cashAfter.toNumber()).toBe(0);
  });

  it('adds the targets of a symbol that is a leg of two pairs', () => {
    const shared: Targets = { ...targets, pairs: [pairTarget(QQQ, SQQQ, 3, 0.5), pairTarget(TLT, SQQQ, 3, 0.5)] };
    const made = planOrders(request({ targets: shared, cash: new Decimal(10_000) }));
    expect(made.orders.find(({ symbol }) => symbol === SQQQ)?.shares.toNumber()).toBe(250);
    expect(made.sharedSymbols).toEqual([SQQQ]);
    expect(planOrders(request({ cash: new Decimal(10_000) })).sharedSymbols).toEqual([]);
  });

  it('leaves out orders below the minimum', () => {
    const holdings = shares([
      [QQQ, 9],
      [SQQQ, 120],
      [TLT, 37],
      [TBT, 55],
    ]);
    const cash = new Decimal(220);
    // Targets 3750, 1250, 3333.33 and 1666.67 of 10,000; held are 3600, 1200, 3330 and 1650.
    expect(lines(planOrders(request({ holdings, cash })))).toEqual(['buy 5 SQQQ', 'buy 1 TBT']);
    const made = planOrders(request({ holdings, cash, minimumOrder: new Decimal(51) }));
    expect(made.orders).toEqual([]);
    expect(reasons(made)).toEqual([
      'QQQ 150 less-than-one-share',
      'SQQQ 50 below-minimum',
      'TBT 16.67 less-than-one-share',
      'TLT 3.33 less-than-one-share',
    ]);
    expect(made.idleCash.toNumber()).toBe(220);
  });

  it('says of each symbol without an order why: no whole share, no money, not worth its cost', () => {
    const poor = planOrders(request({ cash: new Decimal(10) }));
    expect(poor.orders).toEqual([]);
    expect(reasons(poor)).toEqual(
      ['QQQ 3.75', 'TLT 3.33', 'TBT 1.67', 'SQQQ 1.25'].map((line) => `${line} less-than-one-share`),
    );
    expect(poor.idleCash.toNumber()).toBe(10);
    // TBT is to fall from 10,000 to 1666.67: 20 of 400 are sold. Of the 8000, QQQ takes 3750 and TLT 3300, and one SQQQ costs 1250.
    const dear = new Map([
      [QQQ, new Decimal(3750)],
      [SQQQ, new Decimal(1250)],
      [TLT, new Decimal(100)],
      [TBT, new Decimal(400)],
    ]);
    const tight = planOrders(request({ holdings: shares([[TBT, 25]]), prices: dear }));
    expect(lines(tight)).toEqual(['sell 20 TBT', 'buy 1 QQQ', 'buy 33 TLT']);
    expect(reasons(tight)).toEqual(['SQQQ 1250 not-enough-cash']);
    // 750.0075 and 249.9925 of 1000: three quarters of a cent is off, and an order costs a cent at least.
    const near = shares([
      [QQQ, 1.87501875],
      [SQQQ, 24.99925],
    ]);
    const onePair: Targets = { ...targets, pairs: [pairTarget(QQQ, SQQQ, 3, 1)] };
    const crumbs = planOrders(
      request({ targets: onePair, holdings: near, wholeShares: false, portfolio: costing(0.0001) }),
    );
    expect(crumbs.orders).toEqual([]);
    expect(reasons(crumbs)).toEqual(['QQQ 0.01 less-than-its-cost', 'SQQQ 0.01 less-than-its-cost']);
  });

  it('leaves no cash lying that another whole share would bring nearer to its target', () => {
    const price = fc.integer({ min: 1, max: 900 });
    fc.assert(
      fc.property(
        fc.tuple(price, price, price, price),
        fc.integer({ min: 0, max: 50_000 }),
        fc.integer({ min: 0, max: 60 }),
        ([a, b, c, d], money, held) => {
          fc.pre(money + held > 0);
          const at = new Map([
            [QQQ, new Decimal(a)],
            [SQQQ, new Decimal(b)],
            [TLT, new Decimal(c)],
            [TBT, new Decimal(d)],
          ]);
          const wanted = new Map([
            [QQQ, 0.375],
            [SQQQ, 0.125],
            [TLT, 1 / 3],
            [TBT, 1 / 6],
          ]);
          const made = planOrders(request({ prices: at, holdings: shares([[QQQ, held]]), cash: new Decimal(money) }));
          for (const [symbol, one] of at) {
            const order = made.orders.find((each) => each.symbol === symbol);
            const after =
              (symbol === QQQ ? held * a : 0) + (order?.value.toNumber() ?? 0) * (order?.side === 'sell' ? -1 : 1);
            const missing = (wanted.get(symbol) ?? 0) * made.nav.toNumber() - after;
            const helps = missing > one.toNumber() / 2 + 1e-6 && one.lessThanOrEqualTo(made.cashAfter);
            // Nor is any share too much: never more than half a share above the target by buying.
            const over = order?.side === 'buy' && missing < -one.toNumber() / 2 - 1e-6;
            expect({ symbol, helps, over }).toEqual({ symbol, helps: false, over: false });
          }
        },
      ),
    );
  });

  it('spends nothing of the cash that the regime filter wants kept', () => {
    const blocked: Targets = {
      ...targets,
      pairs: [
        pairTarget(QQQ, SQQQ, 3, 0.5),
        { ...pairTarget(TLT, TBT, 2, 0.5), target: { base: 0, inverse: 0 }, blocked: true },
      ],
    };
    // Half of 9,400 stays cash: 3525 and 1175 are wanted, 8 QQQ and 117 SQQQ bought; 325 are missing and a share costs 400, but only 330 are free.
    const made = planOrders(request({ targets: blocked, cash: new Decimal(9400) }));
    expect(lines(made)).toEqual(['buy 8 QQQ', 'buy 117 SQQQ']);
    expect(made.cashAfter.toNumber()).toBe(9400 - 3200 - 1170);
    expect(made.idleCash.toNumber()).toBe(330);
  });

  it('refuses costs that no account can pay, instead of taking what it has come to', () => {
    expect(
      codeOf(() =>
        planOrders(
          request({
            cash: new Decimal(1000),
            portfolio: portfolio({ costs: { commissionRate: 0.9, slippage: { model: 'fixed', rate: 0.9 } } }),
          }),
        ),
      ),
    ).toBe('bad-data');
  });

  it('leaves symbols of nobody’s pair alone and says so', () => {
    const made = planOrders(request({ holdings: shares([[parseTicker('GLD'), 5]]), cash: new Decimal(1000) }));
    expect(made.untouched).toEqual([{ symbol: 'GLD', shares: new Decimal(5) }]);
    expect(made.nav.toNumber()).toBe(1000);
  });

  it('pays the estimated costs out of what it buys for', () => {
    const made = planOrders(request({ cash: new Decimal(1_000_000), portfolio: costing(0.01), wholeShares: false }));
    expect(made.estimatedCost.toNumber()).toBeCloseTo(1_000_000 - 1_000_000 / 1.01, 1);
    expect(made.cashAfter.toNumber()).toBeGreaterThanOrEqual(0);
    expect(made.cashAfter.toNumber()).toBeLessThan(1);
  });

  it.each([
    ['negative cash', request({ cash: new Decimal(-1) }), 'bad-input'],
    ['cash that is no number', request({ cash: new Decimal(Number.NaN) }), 'bad-input'],
    ['more cash than there is', request({ cash: new Decimal('1e400') }), 'bad-input'],
    ['more shares than there are', request({ holdings: shares([[QQQ, 1e300]]), cash: new Decimal(1) }), 'bad-input'],
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
      fc.property(
        fc.tuple(amount, amount, amount, amount),
        amount,
        rate,
        fc.boolean(),
        amount,
        ([a, b, c, d], money, commissionRate, wholeShares, least) => {
          fc.pre(a + b + c + d + money > 0);
          const holdings = shares([
            [QQQ, a / 100],
            [SQQQ, b / 7],
            [TLT, c / 50],
            [TBT, d / 10],
          ]);
          const costly = portfolio({ costs: { commissionRate, slippage: { model: 'sqrt', cap: 0.01, depth: 1e7 } } });
          const made = planOrders(
            request({
              holdings,
              cash: new Decimal(money).div(100),
              portfolio: costly,
              wholeShares,
              minimumOrder: new Decimal(least).div(1000),
            }),
          );
          let cash = made.cashBefore;
          for (const { side, symbol, shares: count, value, estimatedCost } of made.orders) {
            cash = (side === 'buy' ? cash.minus(value) : cash.plus(value)).minus(estimatedCost);
            const short = side === 'sell' && count.greaterThan(holdings.get(symbol) ?? 0);
            const broken = wholeShares && !count.isInteger();
            expect({ symbol, debt: cash.isNegative(), short, broken }).toEqual({
              symbol,
              debt: false,
              short: false,
              broken: false,
            });
          }
          expect(cash.equals(made.cashAfter)).toBe(true);
          const drifts = (side: string) => made.orders.filter((order) => order.side === side).map(({ drift }) => drift);
          for (const side of ['sell', 'buy']) expect(drifts(side)).toEqual([...drifts(side)].sort((x, y) => y - x));
        },
      ),
      { numRuns: 100 },
    );
  });
});
