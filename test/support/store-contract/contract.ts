/** A call of DynamoDB's API: the operation and its request in the wire's JSON. */
export type Call = readonly [operation: string, input: object];

/** What came of a call: an answer, or an error by name and text. */
export type Outcome =
  | { readonly answer: unknown }
  | {
      readonly error: string;
      readonly message?: string;
      /** What came with the error, e.g. the item that failed a condition. */
      readonly details?: object;
    };

/** Anything that answers DynamoDB's API. */
export type Store = (call: Call) => Promise<Outcome>;

/** One call and what AWS does with it. */
export interface ContractCase {
  readonly name: string;
  /** Calls that come first and all succeed. */
  readonly given?: readonly Call[];
  readonly call: Call;
  readonly expected: Outcome;
  /** What DynamoDB Local does instead, and who says that AWS does not. */
  readonly local?: { readonly outcome: Outcome; readonly source: string };
}

/** Cases about one thing. */
export interface ContractGroup {
  readonly title: string;
  readonly cases: readonly ContractCase[];
}

export const HASH = 'contract-hash';
export const RANGE = 'contract-range';
export const NUMBER = 'contract-number';
export const BINARY = 'contract-binary';

/** The tables that all cases stand on. Their keys: `a` (S), in the other three also `b` (S, N, B); RANGE has a stream. */
export const TABLES: readonly Call[] = [
  ['CreateTable', table(HASH)],
  [
    'CreateTable',
    { ...table(RANGE, 'S'), StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' } },
  ],
  ['CreateTable', table(NUMBER, 'N')],
  ['CreateTable', table(BINARY, 'B')],
];

/** A CreateTable request. */
export function table(name: string, rangeType?: 'S' | 'N' | 'B'): object {
  const range = rangeType === undefined ? [] : [{ AttributeName: 'b', AttributeType: rangeType }];
  return {
    TableName: name,
    AttributeDefinitions: [{ AttributeName: 'a', AttributeType: 'S' }, ...range],
    KeySchema: [
      { AttributeName: 'a', KeyType: 'HASH' },
      ...range.map(({ AttributeName }) => ({ AttributeName, KeyType: 'RANGE' })),
    ],
    BillingMode: 'PAY_PER_REQUEST',
  };
}

/** A request that is wrong. */
export function refused(message: string): Outcome {
  return { error: 'ValidationException', message };
}

export const CONDITION_FAILED: Outcome = {
  error: 'ConditionalCheckFailedException',
  message: 'The conditional request failed',
};

/**
 * Makes a case's first calls, then its call, and answers what came of it, as far as `expected` says anything about it.
 * @throws Error when one of the first does not succeed
 */
export async function runCase(store: Store, { given = [], call }: ContractCase, expected: Outcome): Promise<Outcome> {
  for (const each of given) await succeed(store, each);
  const outcome = comparable(await store(call));
  if ('answer' in outcome || 'answer' in expected || expected.message !== undefined) return outcome;
  return { error: outcome.error };
}

/** Makes a call that has to succeed. */
export async function succeed(store: Store, call: Call): Promise<unknown> {
  const outcome = await store(call);
  if ('answer' in outcome) return outcome.answer;
  throw new Error(`${call[0]} ${JSON.stringify(call[1]).slice(0, 200)}: ${outcome.error} ${outcome.message ?? ''}`);
}

/** An outcome without what has no meaning: the order of sets and of maps' keys. */
export function comparable<T>(value: T): T;
export function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((each: unknown) => comparable(each));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    entries.map(([key, inner]: [string, unknown]) => [key, isSet(key, inner) ? inner.toSorted() : comparable(inner)]),
  );
}

function isSet(key: string, value: unknown): value is readonly unknown[] {
  return ['SS', 'NS', 'BS'].includes(key) && Array.isArray(value);
}
