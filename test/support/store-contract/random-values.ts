import fc, { type Arbitrary } from 'fast-check';

/** A value in the wire's JSON. */
export type WireValue = Readonly<Record<string, unknown>>;

/** Few of each kind, so that values meet again. */
const TEXTS = ['', 'a', 'ab', 'abc', 'b', 'é', '\u{1f600}', '\ue000'] as const;
const NUMBERS = ['0', '1', '-1', '2', '1.5', '10', '0.1', '1e2', '-0.001', '12345678901234567890123456789012345678'];
const BINARIES = ['', 'AQ==', 'AQI=', '/w=='];

const oneOf = <T>(list: readonly T[]): Arbitrary<T> => fc.constantFrom(...list);
const setOf = <T>(list: readonly T[]): Arbitrary<T[]> => fc.subarray([...list], { minLength: 1, maxLength: 3 });

export const numberText: Arbitrary<string> = oneOf(NUMBERS);
export const scalar: Arbitrary<WireValue> = fc.oneof(
  oneOf(TEXTS).map((S) => ({ S })),
  numberText.map((N) => ({ N })),
  oneOf(BINARIES).map((B) => ({ B })),
);
export const set: Arbitrary<WireValue> = fc.oneof(
  setOf(TEXTS).map((SS) => ({ SS })),
  setOf(NUMBERS).map((NS) => ({ NS })),
  setOf(BINARIES).map((BS) => ({ BS })),
);

/** `p`, `q` and `toString` may be anything; `n`, `l`, `m` and `s` are what their names say. */
const ANY = ['p', 'q', 'toString'] as const;

/** Any value, three levels deep at most. */
export const anyValue: Arbitrary<WireValue> = fc.letrec<{ value: WireValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    scalar,
    set,
    fc.boolean().map((BOOL) => ({ BOOL })),
    fc.constant({ NULL: true }),
    fc.array(tie('value'), { maxLength: 3 }).map((L) => ({ L })),
    fc.dictionary(oneOf(ANY), tie('value'), { maxKeys: 3 }).map((M) => ({ M })),
  ),
})).value;

const number = numberText.map((N) => ({ N }));
const list = fc.array(fc.oneof(number, anyValue), { minLength: 1, maxLength: 3 }).map((L) => ({ L }));
const map = fc.record({ n: number, l: list, p: anyValue }, { requiredKeys: ['n'] }).map((M) => ({ M }));

/** Attributes beside the key, some of which may be absent. */
export const attributes: Arbitrary<Record<string, WireValue>> = fc
  .record({ n: number, l: list, m: map, s: set, p: anyValue, q: anyValue, toString: anyValue }, { requiredKeys: [] })
  .map((record) => ({ ...record }));

/** Paths by the attribute that they begin with. */
const PATHS = {
  n: ['n'],
  l: ['l', 'l[0]', 'l[1]', 'l[5]', 'l[0].p', 'l[1][0]'],
  m: ['m', 'm.n', 'm.p', 'm.l', 'm.l[0]', 'm.l[7]', 'm.p.q', 'm.toString'],
  s: ['s'],
  p: ['p', 'p.q', 'p[0]', 'p.q[0]', 'p[1].q'],
  q: ['q', 'q.p', 'q[2]', 'q.toString'],
  toString: ['toString', 'toString.p', 'toString[0]'],
} as const;

/** A document path. */
export const path: Arbitrary<string> = oneOf(Object.values(PATHS).flat());

/** Paths of which no two begin alike, one for each of some attributes. */
export const pathsApart: Arbitrary<string[]> = fc
  .subarray(
    Object.values(PATHS).map((paths) => oneOf<string>(paths)),
    { minLength: 1, maxLength: 4 },
  )
  .chain((chosen) => fc.tuple(...chosen));
