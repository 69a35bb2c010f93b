import fc from 'fast-check';
import { addCalendarDays, parseSessionDate } from '@evenkeel/domain/calendar';
import { DEFAULT_UNIVERSE, hedgeWeights, pairKey, ratioOn, ratiosOn } from '@evenkeel/domain/pairs';

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

describe('ratiosOn', () => {
  const [pair] = DEFAULT_UNIVERSE;
  if (!pair) throw new Error('the default universe is empty');
  const day = (number: number) => addCalendarDays(parseSessionDate('2020-01-01'), number);

  it('has the ratio of each session, whatever the steps and wherever the sessions begin', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 5 }),
        fc.uniqueArray(fc.integer({ min: 0, max: 50 }), { maxLength: 30 }),
        (steps, days) => {
          const ascending = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b);
          const leverage = ascending(steps).map((from, i) => ({ from: day(from), ratio: i + 1 }));
          const sessions = ascending(days).map(day);
          const stepped = { ...pair, leverage };
          expect([...ratiosOn(stepped, sessions)]).toEqual(sessions.map((session) => ratioOn(stepped, session)));
        },
      ),
    );
  });
});

it.each([1, 2, 3, 1.5])('hedge weights at ratio %d sum to 1 and leave no delta', (ratio) => {
  const { base, inverse } = hedgeWeights(ratio);
  expect(base + inverse).toBeCloseTo(1, 15);
  expect(base - ratio * inverse).toBeCloseTo(0, 15);
});
