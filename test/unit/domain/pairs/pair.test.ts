import { parseSessionDate } from '@evenkeel/domain/calendar';
import { DEFAULT_UNIVERSE, hedgeWeights, pairKey, ratioOn } from '@evenkeel/domain/pairs';

const on = (key: string, session: string): number => {
  const pair = DEFAULT_UNIVERSE.find((one) => pairKey(one) === key);
  if (!pair) throw new Error(`${key} is not in the default universe`);
  return ratioOn(pair, parseSessionDate(session));
};

describe('the default universe', () => {
  it.each([
    ['QQQ/SQQQ', 3],
    ['TLT/TBT', 2],
    ['SMH/SOXS', 3],
    ['XLF/FAZ', 3],
    ['XLE/ERY', 2],
  ])('has %s at %d in 2024', (key, ratio) => {
    expect(on(key, '2024-06-28')).toBe(ratio);
  });

  it('knows that ERY was a -3x fund until 2020-03-31', () => {
    expect([on('XLE/ERY', '2020-03-31'), on('XLE/ERY', '2020-04-01')]).toEqual([3, 2]);
  });
});

describe('ratioOn', () => {
  it('holds the first step before its own date', () => {
    expect(on('QQQ/SQQQ', '1999-03-10')).toBe(3);
  });

  it('refuses a pair without steps', () => {
    const [pair] = DEFAULT_UNIVERSE;
    expect(() => pair && ratioOn({ ...pair, leverage: [] }, parseSessionDate('2024-06-28'))).toThrow(
      'QQQ/SQQQ: no leverage step',
    );
  });
});

it.each([1, 2, 3, 1.5])('hedge weights at ratio %d sum to 1 and leave no delta', (ratio) => {
  const { base, inverse } = hedgeWeights(ratio);
  expect(base + inverse).toBeCloseTo(1, 15);
  expect(base - ratio * inverse).toBeCloseTo(0, 15);
});
