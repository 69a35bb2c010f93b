import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { addNumbers, compareNumbers, subtractNumbers } from '../../../../shared/embedded/src/numbers/arithmetic';
import { canonicalNumber, numberBytes } from '../../../../shared/embedded/src/numbers/number-text';

/** Exact for every sum of two numbers that DynamoDB can hold. */
const Exact = Decimal.clone({ precision: 400, toExpNeg: -400, toExpPos: 400 });

/** A number that DynamoDB can hold, written in one of many ways. */
const numberText = fc
  .record({
    sign: fc.constantFrom('', '-', '+'),
    digits: fc.bigInt({ min: 0n, max: 10n ** 38n - 1n }),
    exponent: fc.integer({ min: -130, max: 87 }),
    zeros: fc.nat(3),
  })
  .map(({ sign, digits, exponent, zeros }) => `${sign}${'0'.repeat(zeros)}${digits}e${exponent}`);
/** Mostly numbers of the size of prices. */
const anyNumber = fc.oneof(
  numberText,
  fc
    .double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 })
    .map((value) => new Exact(value).toSD(15).toFixed()),
);

test('a number keeps its value and loses everything else', () => {
  fc.assert(
    fc.property(anyNumber, (text) => {
      const exact = new Exact(text);
      fc.pre(exact.isZero() || exact.e >= -130);
      const canonical = canonicalNumber(text);
      expect(canonical).toBe(exact.isZero() ? '0' : exact.toFixed());
      expect(canonicalNumber(canonical)).toBe(canonical);
    }),
  );
});

/** What an operation answers; `overflow` where it refuses with that. */
function outcomeOf(operate: () => string): string {
  try {
    return operate();
  } catch (error) {
    if (error instanceof Error && error.message.includes('Number overflow')) return 'overflow';
    throw error;
  }
}

test('sums and differences are exact, or refused when they cannot be stored', () => {
  fc.assert(
    fc.property(anyNumber, anyNumber, (textA, textB) => {
      const [a, b] = [new Exact(textA), new Exact(textB)];
      fc.pre([a, b].every((each) => each.isZero() || each.e >= -130));
      for (const [operation, sum] of [
        [addNumbers, a.plus(b)],
        [subtractNumbers, a.minus(b)],
      ] as const) {
        const overflows = !sum.isZero() && (sum.precision() > 38 || sum.e > 125);
        const expected = overflows ? 'overflow' : sum.isZero() ? '0' : sum.toFixed();
        expect(outcomeOf(() => operation(canonicalNumber(textA), canonicalNumber(textB)))).toBe(expected);
      }
    }),
  );
});

test('numbers are in the order of their values', () => {
  fc.assert(
    fc.property(anyNumber, anyNumber, (textA, textB) => {
      const [a, b] = [new Exact(textA), new Exact(textB)];
      fc.pre([a, b].every((each) => each.isZero() || each.e >= -130));
      expect(Math.sign(compareNumbers(canonicalNumber(textA), canonicalNumber(textB)))).toBe(a.comparedTo(b) + 0);
    }),
  );
});

/** One byte, one for each pair of digits at its fixed place, one for a minus (CapacityUnitCalculations.html). */
test.each([
  ['0', 1],
  ['1', 2],
  ['12', 2],
  ['123', 3],
  ['1.2', 3],
  ['100', 2],
  ['-1', 3],
  ['12345678901234567890123456789012345678', 20],
])('%s takes %i bytes', (text, bytes) => {
  expect(numberBytes(text)).toBe(bytes);
});
