import { reflects } from '../../../../cli/src/stack/targets-view';
import type { LatestContent } from '@evenkeel/dynamo/strategy';

const view = (newest: string | null, waitsFor: LatestContent['waitsFor']): LatestContent => ({
  portfolio: 'classic',
  newest,
  waitsFor,
  sources: ['csv'],
  synthetic: false,
  signal: 'wait',
  asOf: null,
  nav: null,
  cash: null,
  netDelta: null,
  pairs: [],
});
const stored = new Map([
  ['QQQ', '2025-12-24'],
  ['SQQQ', '2025-12-24'],
  ['FAZ', '2025-12-01'],
]);

describe('a view takes in the stored bars', () => {
  test('when it knows the newest session and exactly who lags, and by how much', () => {
    expect(reflects(view('2025-12-24', [{ symbol: 'FAZ', newest: '2025-12-01' }]), stored)).toBe(true);
  });

  test.each([
    ['an older newest session', view('2025-12-23', [{ symbol: 'FAZ', newest: '2025-12-01' }])],
    ['a laggard it has not seen so far', view('2025-12-24', [{ symbol: 'FAZ', newest: '2025-11-28' }])],
    [
      'a symbol it still waits for',
      view('2025-12-24', [
        { symbol: 'FAZ', newest: '2025-12-01' },
        { symbol: 'QQQ', newest: null },
      ]),
    ],
    ['a laggard it takes for complete', view('2025-12-24', [])],
    ['nothing', view(null, [])],
  ])('not with %s', (_, early) => {
    expect(reflects(early, stored)).toBe(false);
  });

  test('no stored bars, nothing to take in', () => {
    expect(reflects(view(null, []), new Map([['QQQ', undefined]]))).toBe(false);
  });
});
