import type { LatestContent } from '@evenkeel/dynamo/strategy';
import { targetsPage } from '@evenkeel/report/pages';
import { PLAIN, pageLines } from '@evenkeel/report/terminal';
import { pairTargets, readyTargets } from '../../../factories/targets';

const view = readyTargets({
  asOf: '2025-12-01',
  newest: '2025-12-24',
  waitsFor: [{ symbol: 'FAZ', newest: '2025-12-01' }],
  nav: 180_222_355.92,
  netDelta: -0.0123,
  pairs: [
    pairTargets({
      target: { base: 0.15, inverse: 0.05 },
      weight: { base: 0.26, inverse: 0.01 },
      drift: 0.11,
      netDelta: 0.23,
    }),
  ],
});
const lines = (shown: LatestContent): string[] => pageLines(targetsPage(shown), { width: 160, painter: PLAIN });

describe('targets for a person', () => {
  test('show as-of session, both legs, target and current weight, drift, net delta, action', () => {
    const text = lines(view);
    expect(text[0]).toBe('Portfolio classic, as of session 2025-12-01');
    expect(text.find((line) => line.startsWith('QQQ/SQQQ'))).toMatch(
      /QQQ {2,}15\.00 % +26\.00 % +187,500 +480\.00 +11\.00 % +\+23\.00 % +rebalance/,
    );
    expect(text.find((line) => /^ +SQQQ/.test(line))).toMatch(/SQQQ +5\.00 % +1\.00 % +1,000,000 +10\.00$/);
    expect(text).toContain('Signal: REBALANCE   NAV 180,222,355.92   cash -12.50   net delta -1.23 %');
  });

  test('show what the model holds and trades in shares and prices as traded, never in index units', () => {
    const text = lines(view);
    expect(text.find((line) => line.startsWith('sell'))).toMatch(/^sell +QQQ +31,250 +480\.00 +15,000,000\.00$/);
    expect(text.find((line) => line.startsWith('buy'))).toMatch(/^buy +SQQQ +1,500,000 +10\.00 +15,000,000\.00$/);
    expect(text.join(' ')).not.toMatch(/e\+1|535,714|3,214,285/);
    expect(lines({ ...view, modelOrders: [] }).join(' ')).not.toMatch(/sell|buy/);
  });

  test('show each position where its leg is, also of a symbol in two pairs, and nothing for what is not held', () => {
    const [pair] = view.pairs;
    if (!pair) throw new Error('the view has no pair');
    const held = (symbol: string, shares: number | null) => ({
      symbol,
      shares,
      tradedPrice: shares,
      units: 1,
      value: 1,
    });
    const text = lines({
      ...view,
      pairs: [
        { ...pair, base: 'QQQ', inverse: 'SQQQ', weight: { base: 0, inverse: 0 } },
        { ...pair, base: 'SMH', inverse: 'SQQQ', weight: { base: 0.5, inverse: 0.1 } },
      ],
      modelHoldings: [held('SMH', 7.5), held('SQQQ', null)],
    });
    const [first, second] = text.filter((line) => /^ +SQQQ/.test(line));
    expect(text.find((line) => line.startsWith('QQQ/'))).toMatch(/0\.00 % +- +-/);
    expect(first).toMatch(/0\.00 % +- +-$/);
    expect(text.find((line) => line.startsWith('SMH/'))).toMatch(/50\.00 % +7\.50 +7\.50/);
    expect(second).toMatch(/10\.00 % +n\/a +n\/a$/);
  });

  test('invent no shares for a view that does not say them', () => {
    const text = lines({ ...view, modelHoldings: null, modelOrders: undefined });
    expect(text.find((line) => line.startsWith('QQQ/SQQQ'))).toMatch(/26\.00 % +- +- +11\.00 %/);
    expect(text.join(' ')).not.toMatch(/sell|buy/);
  });

  test('show no zero with a sign', () => {
    const [pair] = view.pairs;
    const nothing = {
      ...view,
      cash: -0.001,
      netDelta: -1e-9,
      pairs: pair ? [{ ...pair, netDelta: -0, drift: -0 }] : [],
    };
    const text = lines(nothing).join('\n');
    expect(text).toContain('cash 0.00   net delta 0.00 %');
    expect(text).not.toMatch(/[-+]0\.00/);
  });

  test('say for whom the next session waits', () => {
    expect(lines(view).at(-1)).toMatch(/^Waiting for FAZ \(has 2025-12-01\).*2025-12-24/);
    expect(lines({ ...view, waitsFor: [] }).join('\n')).not.toContain('Waiting');
  });

  test('mark synthetic prices, loudly', () => {
    const text = lines({ ...view, synthetic: true });
    expect(text[0]).toMatch(/^SYNTHETIC/);
    expect(text).toContain('Portfolio classic SYNTHETIC, as of session 2025-12-01');
  });

  test('without a common session there is nothing but the waiting', () => {
    const waiting: LatestContent = {
      ...view,
      signal: 'wait',
      asOf: null,
      nav: null,
      cash: null,
      netDelta: null,
      pairs: [],
      newest: null,
      waitsFor: [{ symbol: 'FAZ', newest: null }],
    };
    const text = lines(waiting).join('\n');
    expect(text).toContain('no session yet that all symbols have');
    expect(text).toContain('FAZ (has no bar)');
    expect(text).not.toContain('Signal');
  });

  test('say first that they are old, and then what is wrong with each symbol, those with the same trouble together', () => {
    const since = '2025-12-02T21:15:00.000Z';
    const held = { newest: '2025-12-22', since: '2025-12-23T21:15:00.000Z', detail: 'in quarantine', command: null };
    const missing = { newest: '2025-12-01', since, detail: 'no update has brought a bar' };
    const page = targetsPage({
      ...view,
      stale: { expected: '2025-12-24', sessionsBehind: 17 },
      waitingFor: [
        { symbol: 'TBT', ...held },
        { symbol: 'FAZ', ...missing, command: 'ingest update --symbols FAZ' },
        { symbol: 'ERY', ...missing, command: 'ingest update --symbols ERY' },
      ],
    });
    expect(pageLines(page, { width: 160, painter: PLAIN }).slice(0, 5)).toEqual([
      'OLD TARGETS: 17 sessions behind 2025-12-24, the last finished session. Do not trade on them.',
      'FAZ, ERY (newest bar 2025-12-01, since 2025-12-02 21:15 UTC): no update has brought a bar: ingest update --symbols FAZ,ERY',
      'TBT (newest bar 2025-12-22, since 2025-12-23 21:15 UTC): in quarantine',
      '',
      'Portfolio classic, as of session 2025-12-01',
    ]);
    const none = targetsPage({ ...view, stale: { expected: '2025-12-24', sessionsBehind: null } });
    expect(pageLines(none, { width: 160, painter: PLAIN })[0]).toBe(
      'NO TARGETS YET: the last finished session is 2025-12-24.',
    );
  });
});
