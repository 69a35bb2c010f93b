import fc from 'fast-check';
import {
  type DecisionFacts,
  signalMessage,
  type SignalFacts,
  type SignalOrder,
  textMessage,
} from '@evenkeel/report/signals';

const order = (
  side: 'buy' | 'sell',
  symbol: string,
  shares: number | null,
  price: number | null,
  value: number,
): SignalOrder => ({
  side,
  symbol,
  shares,
  price,
  value,
});
const decision = (changes: Partial<DecisionFacts> = {}): DecisionFacts => ({
  kind: 'rebalance',
  portfolio: 'classic',
  session: '2025-09-18',
  newest: '2025-09-18',
  late: false,
  synthetic: false,
  signal: 'rebalance',
  nav: 180222355.92,
  netDelta: 0.0213,
  limit: 0.1,
  fill: 'close',
  pairs: [
    { base: 'SMH', inverse: 'SOXS', drift: 0.1142, action: 'rebalance' },
    { base: 'QQQ', inverse: 'SQQQ', drift: 0.085, action: 'hold' },
  ],
  orders: [order('sell', 'SMH', 46376.2, 312.4, 14487862.4), order('buy', 'SOXS', 15284.4, 4.75, 72600)],
  ...changes,
});
const common = { portfolio: 'classic', session: '2025-09-18', newest: '2025-09-18', late: false, synthetic: false };

describe('signalMessage', () => {
  it('says on one line what to trade, then the orders as a table, then what happens if nothing is done', () => {
    const { subject, text } = signalMessage(decision(), 'https://evenkeel.example/');
    expect(subject).toBe('classic 2025-09-18: sell 46,376 SMH, buy 15,284 SOXS');
    expect(text).toBe(
      `classic 2025-09-18: sell 46,376 SMH, buy 15,284 SOXS

side  symbol  shares   price          value
sell  SMH     46,376  312.40  14,487,862.40
buy   SOXS    15,284    4.75      72,600.00

The model fills these at that same close; shares and prices are as
traded.

If nothing is done: drift stays at SMH/SOXS 11.42 % (limit 10 %), and
the net delta at +2.13 % of NAV 180,222,355.92.

https://evenkeel.example/`,
    );
  });

  it('marks what is synthetic, and what comes late', () => {
    const { subject, text } = signalMessage(decision({ synthetic: true, late: true, newest: '2025-09-19' }));
    expect(subject).toBe('SYNTHETIC classic 2025-09-18 (late): sell 46,376 SMH, buy 15,284 SOXS');
    expect(text).toContain('\nSYNTHETIC prices: made up by a seeded simulation. Do not trade on them.\n');
    expect(text).toContain('prices go up to 2025-09-19 already');
  });

  it('says how near a pair is to its limit', () => {
    const facts = decision({ kind: 'hold', signal: 'hold', orders: [] });
    expect(signalMessage(facts).subject).toBe(
      'classic 2025-09-18: held beyond its limit: SMH/SOXS drift 11.42 % of 10 % and 1 more',
    );
    expect(signalMessage(facts).text).toContain('This session checks no drift; the next one that does trades.');
    const one = decision({ kind: 'hold', signal: 'hold', orders: [], pairs: facts.pairs.slice(1) });
    expect(signalMessage(one).subject).toBe('classic 2025-09-18: near its limit: QQQ/SQQQ drift 8.50 % of 10 %');
    expect(signalMessage(one).text).toContain('drift stays at QQQ/SQQQ 8.50 % (limit 10 %)');
  });

  it('names in a correction what it replaces, and what has changed the decision', () => {
    const replaces = {
      id: 'classic/2025-09-18/41/rebalance',
      version: 41,
      signal: 'rebalance',
      orders: decision().orders,
    } as const;
    const held = decision({ kind: 'correction', signal: 'hold', orders: [], because: 'prices', replaces });
    const { subject, text } = signalMessage(held);
    expect(subject).toBe('classic 2025-09-18 (corrected): now hold; was sell 46,376 SMH and 1 more');
    expect(text.replace(/\s+/g, ' ')).toContain(
      'Prices that were known then have been corrected, and with them the decision of 2025-09-18. It replaces classic/2025-09-18/41/rebalance: sell 46,376 SMH, buy 15,284 SOXS.',
    );
    const file = signalMessage({
      ...held,
      because: 'file',
      replaces: { ...replaces, id: null, signal: 'hold', orders: [] },
    });
    expect(file.text.replace(/\s+/g, ' ')).toContain(
      'The portfolio file has changed, not the prices, and with them the decision of 2025-09-18. It replaces version 41, of which no message went out: hold.',
    );
  });

  it('names the symbols of a late session, and says when it is complete', () => {
    const late: SignalFacts = {
      ...common,
      kind: 'late',
      asOf: '2025-09-17',
      symbols: [
        { symbol: 'SMH', newest: '2025-09-17' },
        { symbol: 'SOXS', newest: null },
      ],
    };
    expect(signalMessage(late).subject).toBe('classic 2025-09-18: prices late: SMH, SOXS');
    expect(signalMessage(late).text).toContain('SMH (has 2025-09-17), SOXS (has no bar)');
    const recovered: SignalFacts = { ...common, kind: 'recovered', signal: 'hold' };
    expect(signalMessage(recovered).subject).toBe('classic 2025-09-18: prices complete now: hold');
  });

  it('says how deep a drawdown is, from which peak', () => {
    const facts = {
      ...common,
      kind: 'drawdown',
      nav: 78.7,
      drawdown: 0.213,
      limit: 0.2,
      peak: { session: '2025-01-03', nav: 100 },
    } as const;
    expect(signalMessage(facts).subject).toBe('classic 2025-09-18: drawdown 21.30 %, beyond 20 %');
    expect(signalMessage(facts).text.replace(/\s+/g, ' ')).toContain(
      'NAV is 78.70, 21.30 % below its peak on 2025-01-03 (100.00)',
    );
    expect(signalMessage({ ...facts, peak: { session: null, nav: 100 } }).text).toContain('its starting capital');
  });

  it('counts the orders that find no room in the line, or in the table', () => {
    const orders = Array.from({ length: 60 }, (_, i) => order('sell', `SYM${i}`, 1000 + i, 10, 1e6 - i));
    const { subject, text } = signalMessage(decision({ orders }));
    expect(subject).toBe(
      'classic 2025-09-18: sell 1,000 SYM0, sell 1,001 SYM1, sell 1,002 SYM2, sell 1,003 SYM3 and 56 more',
    );
    expect(text).toContain('sell  SYM39');
    expect(text).not.toContain('SYM40');
    expect(text).toContain('\nand 20 more\n');
  });

  it('gives values where shares are not known, and four figures of less than a hundred shares', () => {
    const orders = [order('sell', 'SMH', null, null, 14487862.4), order('buy', 'SOXS', 0.123456, 4.75, 0.58)];
    const { subject, text } = signalMessage(decision({ orders }));
    expect(subject).toBe('classic 2025-09-18: sell 14.49 M of SMH, buy 0.1235 SOXS');
    expect(text).toMatch(/sell {2}SMH +n\/a +n\/a +14,487,862\.40/);
  });

  it('fits what SNS takes, whatever the portfolio is called and trades', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 80, unit: 'grapheme' }),
        fc.array(fc.double({ noNaN: true, min: 1e-6, max: 1e15 }), { maxLength: 50 }),
        fc.constantFrom('rebalance', 'correction', 'hold'),
        fc.boolean(),
        (portfolio, shares, kind, synthetic) => {
          const orders = shares.map((amount, i) => order(i % 2 ? 'buy' : 'sell', `S${i}`, amount, 1, amount));
          const { subject, text } = signalMessage(decision({ portfolio, kind, orders, synthetic }));
          expect(subject).toMatch(/^[ -~]{1,100}$/);
          expect(text.split('\n')[0]?.length).toBeLessThanOrEqual(160);
          expect(textMessage(text)).toMatch(/^[ -~]{1,160}$/);
          expect(text.includes('SYNTHETIC')).toBe(synthetic);
        },
      ),
    );
  });
});
