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
      /QQQ {2,}15\.00 % +26\.00 % +11\.00 % +\+23\.00 % +rebalance/,
    );
    expect(text.find((line) => /^ +SQQQ/.test(line))).toMatch(/SQQQ +5\.00 % +1\.00 %$/);
    expect(text).toContain('Signal: REBALANCE   NAV 180,222,355.92   cash -12.50   net delta -1.23 %');
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
});
