import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { Decimal } from 'decimal.js';
import { parseSessionDate } from '@evenkeel/domain/calendar';
import { parsePortfolio } from '@evenkeel/domain/portfolio';
import { parseTicker, type Ticker } from '@evenkeel/domain/prices';
import { planId, type PlanSubject } from '../../../../shared/domain/src/portfolio/plan-id';
import { pairFile, portfolioFile } from '../../../factories/portfolio';

const parsed = (changes: Record<string, unknown> = {}) => parsePortfolio(portfolioFile(changes), 'p.json');
const held = (entries: readonly (readonly [string, number | string])[]): ReadonlyMap<Ticker, Decimal> =>
  new Map(entries.map(([symbol, shares]) => [parseTicker(symbol), new Decimal(shares)]));
const subject = (changes: Partial<PlanSubject> = {}): PlanSubject => ({
  portfolio: parsed(),
  asOf: parseSessionDate('2024-06-28'),
  holdings: held([
    ['QQQ', 1],
    ['SQQQ', 2],
  ]),
  cash: new Decimal(5),
  wholeShares: false,
  ...changes,
});

describe('the id of a plan', () => {
  it('is the beginning of the SHA-256 of the canonical JSON of what the plan is made from', () => {
    const text =
      '{"asOf":"2024-06-28","cash":"5","holdings":{"QQQ":"1","SQQQ":"2"},"minimumOrder":"0","portfolio":{"allocation":{"method":"equal"},"capital":1000,' +
      '"costs":{"commissionRate":0,"slippage":{"model":"none"}},"fill":"close","name":"test","pairs":[{"base":"QQQ","inverse":"SQQQ",' +
      '"leverage":[{"from":"2010-01-01","ratio":3}]}],"rebalance":{"check":"daily","drift":{"measure":"weight","tolerance":0.1},"scope":"breached"},' +
      '"riskFreeRate":0},"wholeShares":false}';
    expect(planId(subject())).toBe(createHash('sha256').update(text).digest('hex').slice(0, 16));
  });

  it('does not depend on how the same situation is written down', () => {
    const turnedRound = Object.fromEntries(Object.entries(portfolioFile()).reverse());
    const same: readonly Partial<PlanSubject>[] = [
      { portfolio: parsePortfolio(turnedRound, 'p.json') },
      {
        holdings: held([
          ['SQQQ', '2.00'],
          ['QQQ', '1'],
        ]),
      },
      {
        holdings: held([
          ['QQQ', 1],
          ['SQQQ', 2],
          ['TLT', 0],
        ]),
      },
      { cash: new Decimal('5.00') },
      { minimumOrder: new Decimal(0) },
    ];
    for (const each of same) expect(planId(subject(each))).toBe(planId(subject()));
  });

  it('is another one as soon as anything differs that makes other orders', () => {
    const rebalance = { check: 'daily', drift: { measure: 'weight', tolerance: 0.2 }, scope: 'breached' };
    const changed: readonly Partial<PlanSubject>[] = [
      {},
      { portfolio: parsed({ name: 'other' }) },
      { portfolio: parsed({ capital: 1001 }) },
      { portfolio: parsed({ rebalance }) },
      { portfolio: parsed({ fill: 'next-open' }) },
      { portfolio: parsed({ pairs: [pairFile('QQQ', 'SQQQ', [{ from: '2010-01-01', ratio: 2 }])] }) },
      { portfolio: parsed({ costs: { commissionRate: 0.001, slippage: { model: 'none' } } }) },
      { asOf: parseSessionDate('2024-07-01') },
      {
        holdings: held([
          ['QQQ', 1],
          ['SQQQ', 3],
        ]),
      },
      {
        holdings: held([
          ['QQQ', 1],
          ['TLT', 2],
        ]),
      },
      { holdings: held([['QQQ', 1]]) },
      { cash: new Decimal('5.01') },
      { wholeShares: true },
      { minimumOrder: new Decimal(1) },
    ];
    expect(new Set(changed.map((each) => planId(subject(each)))).size).toBe(changed.length);
  });

  it('is the same for every order of the holdings, and another for other holdings', () => {
    const symbol = fc.stringMatching(/^[A-Z]{1,5}$/);
    const amount = fc.integer({ min: 1, max: 1_000_000 });
    const entries = fc.uniqueArray(fc.tuple(symbol, amount), {
      selector: ([name]) => name,
      minLength: 1,
      maxLength: 12,
    });
    const shuffled = entries.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }), fc.nat(list.length - 1)),
    );
    fc.assert(
      fc.property(shuffled, ([list, turned, at]) => {
        const id = planId(subject({ holdings: held(list) }));
        expect(planId(subject({ holdings: held(turned) }))).toBe(id);
        expect(
          planId(subject({ holdings: held(list.map(([name, shares], i) => [name, i === at ? shares + 1 : shares])) })),
        ).not.toBe(id);
      }),
    );
  });
});
