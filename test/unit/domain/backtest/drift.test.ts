import fc from 'fast-check';
import { Book } from '../../../../shared/domain/src/backtest/book';
import { DRIFT_RULES } from '../../../../shared/domain/src/backtest/drift';

const NOTHING = { close: new Float64Array(), open: new Float64Array(), hedge: new Float64Array() };

const anyValue = fc.double({ min: 0, max: 1e6, noNaN: true });
const usualValue = fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 1e6, noNaN: true }));

/** Base, inverse and leverage of a pair that is hedged, or nearly so. */
const hedged = (value: fc.Arbitrary<number>) =>
  fc
    .tuple(value, fc.constantFrom(1, 2, 3), fc.double({ min: -0.05, max: 0.05, noNaN: true }))
    .map(([inverse, ratio, off]): [number, number, number] => [ratio * inverse * (1 + off), inverse, ratio]);

/** A book of some pairs at some prices, what each leg should weigh, and the leverage of each pair. */
const booksOf = (value: fc.Arbitrary<number>) =>
  fc
    .tuple(
      fc.oneof(
        fc.array(fc.tuple(value, value, fc.constantFrom(1, 2, 3)), { minLength: 1, maxLength: 5 }),
        fc.array(hedged(value), { minLength: 1, maxLength: 5 }),
      ),
      fc.double({ min: -0.02, max: 0.02, noNaN: true }),
      fc.double({ min: 1, max: 1e5, noNaN: true }),
    )
    .map(([held, off, cash]) => {
      const book = new Book(held.length, cash);
      book.units.set(held.flatMap(([base, inverse]) => [base, inverse]));
      book.mark(new Float64Array(held.length * 2).fill(1), 0);
      const target = Float64Array.from(book.value, (worth) => worth / book.nav + off);
      return { book, target, rows: { ...NOTHING, ratio: Float64Array.from(held, ([, , ratio]) => ratio) } };
    });

describe.each(['weight', 'delta'] as const)('drift by %s', (measure) => {
  const rule = DRIFT_RULES[measure];

  it('is never called within a tolerance that it exceeds', () => {
    let called = 0;
    fc.assert(
      fc.property(
        booksOf(anyValue),
        fc.oneof(...[1e-15, 0.01].map((min) => fc.double({ min, max: 1, noNaN: true }))),
        fc.boolean(),
        ({ book, target, rows }, drawn, exactly) => {
          rule.measure(book, target, rows, 0);
          const largest = Math.max(...book.drift);
          // The measured drift itself is the tolerance on which rounding would show.
          const tolerance = exactly && largest > 0 ? largest * (1 - 2 ** -52) : drawn;
          const within = rule.within(tolerance, book, target, rows, 0);
          called += within ? 1 : 0;
          expect({ largest, tolerance, wrong: within && largest > tolerance }).toMatchObject({ wrong: false });
        },
      ),
      { numRuns: 2000 },
    );
    expect(called).toBeGreaterThan(100);
  });

  it('is called within any tolerance that is clearly above it', () => {
    fc.assert(
      fc.property(booksOf(usualValue), ({ book, target, rows }) => {
        rule.measure(book, target, rows, 0);
        expect(rule.within(Math.max(...book.drift) + 1e-9, book, target, rows, 0)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('is not called within anything where a price is missing', () => {
    const book = new Book(1, 0);
    book.units.set([1, 1]);
    book.mark(Float64Array.of(100, Number.NaN), 0);
    const rows = { ...NOTHING, ratio: Float64Array.of(3) };
    expect(rule.within(0.5, book, Float64Array.of(0.75, 0.25), rows, 0)).toBe(false);
  });
});
