import {
  BINARY,
  type Call,
  type ContractCase,
  type ContractGroup,
  HASH,
  NUMBER,
  type Outcome,
  RANGE,
  refused,
} from '../contract';

const P = { S: 'partition' };
const names = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `k${String(index).padStart(2, '0')}`);
/** Twelve items k00 to k11 with n = 0 to 11, and one of another partition. */
const FILLED: readonly Call[] = [
  ...names(12).map((b, n): Call => ['PutItem', { TableName: RANGE, Item: { a: P, b: { S: b }, n: { N: String(n) } } }]),
  ['PutItem', { TableName: RANGE, Item: { a: { S: 'other' }, b: { S: 'k05' } } }],
];
const VALUES = { ':p': P, ':x': { S: 'k05' }, ':y': { S: 'k07' } };
const key = (b: string): object => ({ a: P, b: { S: b } });
const keys = (list: readonly string[]): object[] => list.map((b) => ({ b: { S: b } }));

/** The sort keys that a key condition finds, or the error's text. */
function where(
  condition: string,
  expected: readonly string[] | string,
  values: object = valuesIn(condition),
): ContractCase {
  return {
    name: condition === '' ? 'an empty condition' : condition,
    given: FILLED,
    call: [
      'Query',
      {
        TableName: RANGE,
        KeyConditionExpression: condition,
        ProjectionExpression: 'b',
        ...(Object.keys(values).length > 0 ? { ExpressionAttributeValues: values } : {}),
      },
    ],
    expected:
      typeof expected === 'string'
        ? refused(expected)
        : { answer: { Items: keys(expected), Count: expected.length, ScannedCount: expected.length } },
  };
}

function valuesIn(condition: string): object {
  return Object.fromEntries(Object.entries(VALUES).filter(([name]) => condition.includes(name)));
}

/** A query of the whole partition with other members. */
function page(name: string, more: object, expected: Outcome, local?: ContractCase['local']): ContractCase {
  return {
    name,
    given: FILLED,
    call: [
      'Query',
      {
        TableName: RANGE,
        KeyConditionExpression: 'a = :p',
        ExpressionAttributeValues: { ':p': P },
        ProjectionExpression: 'b',
        ...more,
      },
    ],
    expected,
    ...(local === undefined ? {} : { local }),
  };
}

function found(list: readonly string[], last?: string, scanned = list.length): Outcome {
  return {
    answer: {
      Items: keys(list),
      Count: list.length,
      ScannedCount: scanned,
      ...(last === undefined ? {} : { LastEvaluatedKey: key(last) }),
    },
  };
}

/** A starting key that AWS refuses in one sentence (dynalite test/query.js). */
function badStart(name: string, start: object, local: string): ContractCase {
  return page(
    name,
    { ExclusiveStartKey: start },
    refused('The provided starting key is invalid: The provided key element does not match the schema'),
    { outcome: refused(local), source: 'architect/dynalite test/query.js' },
  );
}

const kce = (what: string): string => `Invalid KeyConditionExpression: ${what}`;
const operator = (which: string): string => `Invalid operator used in KeyConditionExpression: ${which}`;
const condition = (what: string): string => `Invalid condition in KeyConditionExpression: ${what}`;
const filterValues = (n: string): object => ({ ExpressionAttributeValues: { ':p': P, ':n': { N: n } } });

/** Sort keys in the order in which a table of their type keeps them. */
function ordered(table: string, type: 'N' | 'B', unsorted: readonly string[], sorted: readonly string[]): ContractCase {
  return {
    name: `${type === 'N' ? 'numbers' : 'binaries'} in their order`,
    given: unsorted.map((b): Call => ['PutItem', { TableName: table, Item: { a: P, b: { [type]: b } } }]),
    call: ['Query', { TableName: table, KeyConditionExpression: 'a = :p', ExpressionAttributeValues: { ':p': P } }],
    expected: {
      answer: {
        Items: sorted.map((b) => ({ a: P, b: { [type]: b } })),
        Count: sorted.length,
        ScannedCount: sorted.length,
      },
    },
  };
}

const T = { S: 'texts' };
const TEXTS = ['a', 'Z', 'é', '\ue000', '\u{1f600}', 'aa', '~'];
/** By UTF-8 bytes: the last two would change places by UTF-16 units. */
const TEXTS_SORTED = ['Z', 'a', 'aa', '~', 'é', '\ue000', '\u{1f600}'];

const BIG = { S: 'big' };
/** Items of exactly `sizes` bytes in a partition of their own: names `a`, `b` and `v`, keys of five bytes. */
const bigItems = (sizes: readonly number[]): Call[] =>
  sizes.map((bytes, index) => [
    'PutItem',
    { TableName: RANGE, Item: { a: BIG, b: { S: `k${index}` }, v: { S: 'x'.repeat(bytes - 8) } } },
  ]);
const dropBig: readonly Call[] = [0, 1, 2, 3, 4].map((index) => [
  'DeleteItem',
  { TableName: RANGE, Key: { a: BIG, b: { S: `k${index}` } } },
]);
const bigPage = (count: number, last?: number, units?: number): Outcome => ({
  answer: {
    Count: count,
    ScannedCount: count,
    ...(last === undefined ? {} : { LastEvaluatedKey: { a: BIG, b: { S: `k${last}` } } }),
    ConsumedCapacity: { TableName: RANGE, CapacityUnits: units },
  },
});
const bigQuery: Call = [
  'Query',
  {
    TableName: RANGE,
    KeyConditionExpression: 'a = :p',
    ExpressionAttributeValues: { ':p': BIG },
    Select: 'COUNT',
    ReturnConsumedCapacity: 'TOTAL',
  },
];

export const queryGroups: readonly ContractGroup[] = [
  {
    title: 'key conditions',
    cases: [
      where('a = :p', names(12)),
      where(':p = a', names(12)),
      where('a = :p AND b = :x', ['k05']),
      where('b = :x and (a = :p)', ['k05']),
      where('((a = :p) AND (b = :x))', ['k05']),
      where('a = :p AND b < :x', names(5)),
      where('a = :p AND b <= :x', names(6)),
      where('a = :p AND b > :x', names(12).slice(6)),
      where('a = :p AND b >= :x', names(12).slice(5)),
      where('a = :p AND :x < b', names(12).slice(6)),
      where('a = :p AND b BETWEEN :x AND :y', ['k05', 'k06', 'k07']),
      where('a = :p AND begins_with(b, :b)', ['k10', 'k11'], { ':p': P, ':b': { S: 'k1' } }),
      where('a = :p AND begins_with(b, :b)', [], { ':p': P, ':b': { S: 'k2' } }),
      where('a = :p', [], { ':p': { S: 'nobody' } }),
      where(
        'a = :p AND b BETWEEN :y AND :x',
        kce(
          'The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {S:k07}, upper bound operand: AttributeValue: {S:k05}',
        ),
      ),
      where('a = :p AND a = :p', 'KeyConditionExpressions must only contain one condition per key'),
      where('a = :p AND b > :x AND b < :y', 'KeyConditionExpressions must only contain one condition per key'),
      where('a < :p', 'Query key condition not supported'),
      where('begins_with(a, :p)', 'Query key condition not supported'),
      where('b = :x', 'Query condition missed key schema element: a'),
      where('a = :p AND c = :x', 'Query condition missed key schema element: b'),
      where('a = :p OR b = :x', operator('OR')),
      where('NOT a = :p', operator('NOT')),
      where('a = :p AND b <> :x', operator('<>')),
      where('a = :p AND b IN (:x)', operator('IN')),
      where('a = :p AND contains(b, :x)', operator('contains')),
      where('a = :p AND attribute_exists(b)', operator('attribute_exists')),
      where('a = :p AND size(b) = :x', 'KeyConditionExpressions cannot contain nested operations'),
      where('a = b', condition('Multiple attribute names used in one condition')),
      where(
        'a = :p AND begins_with(:x, b)',
        condition('begins_with operator must have the key attribute as its first operand'),
      ),
      where(':p = :x', condition('No key attribute specified')),
      where(
        'a = :p AND b.c = :x',
        "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: b",
      ),
      where('((a = :p) AND ((b = :x)))', kce('The expression has redundant parentheses;')),
      where('a = :p AND', kce('Syntax error; token: "<EOF>", near: "AND"')),
      where('', kce('The expression can not be empty;')),
      where(
        'a = :p',
        'One or more parameter values were invalid: Condition parameter type does not match schema type',
        { ':p': { N: '1' } },
      ),
      where(
        'a = :p AND b = :x',
        'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: b',
        { ':p': P, ':x': { S: '' } },
      ),
      {
        name: 'no condition at all',
        call: ['Query', { TableName: RANGE }],
        expected: refused(
          'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
        ),
      },
      {
        name: 'a table without sort key',
        given: [['PutItem', { TableName: HASH, Item: { a: P } }]],
        call: ['Query', { TableName: HASH, KeyConditionExpression: 'a = :p', ExpressionAttributeValues: { ':p': P } }],
        expected: { answer: { Items: [{ a: P }], Count: 1, ScannedCount: 1 } },
      },
    ],
  },
  {
    title: 'pages',
    cases: [
      page('up to a limit', { Limit: 5 }, found(names(5), 'k04')),
      page('a limit that is just met', { Limit: 12 }, found(names(12), 'k11')),
      page('a limit that is not met', { Limit: 13 }, found(names(12))),
      page('backwards', { Limit: 3, ScanIndexForward: false }, found(['k11', 'k10', 'k09'], 'k09')),
      page('behind a key', { Limit: 2, ExclusiveStartKey: key('k05') }, found(['k06', 'k07'], 'k07')),
      page(
        'behind a key that is not there',
        { Limit: 2, ExclusiveStartKey: key('k05x') },
        found(['k06', 'k07'], 'k07'),
      ),
      page(
        'before a key, backwards',
        { Limit: 2, ScanIndexForward: false, ExclusiveStartKey: key('k05') },
        found(['k04', 'k03'], 'k03'),
      ),
      page('behind the last key', { ExclusiveStartKey: key('k11') }, found([])),
      page(
        'a limit of nothing',
        { Limit: 0 },
        refused(
          "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 1",
        ),
      ),
      page(
        'behind a key of another partition',
        { ExclusiveStartKey: { a: { S: 'other' }, b: { S: 'k05' } } },
        refused('The provided starting key does not match the range key predicate'),
      ),
      page(
        'behind a key outside the condition',
        {
          KeyConditionExpression: 'a = :p AND b > :x',
          ExpressionAttributeValues: { ':p': P, ':x': { S: 'k05' } },
          ExclusiveStartKey: key('k02'),
        },
        refused('The provided starting key does not match the range key predicate'),
      ),
      badStart('behind half a key', { a: P }, "Exclusive Start Key must have same size as table's key schema"),
      badStart('behind a key of another type', { a: P, b: { N: '1' } }, 'Type mismatch for attribute to update'),
      page(
        'a count',
        { ProjectionExpression: undefined, Select: 'COUNT', Limit: 3 },
        { answer: { Count: 3, ScannedCount: 3, LastEvaluatedKey: key('k02') } },
      ),
      page('a filter', { FilterExpression: 'n > :n', ...filterValues('3') }, found(names(12).slice(4), undefined, 12)),
      page(
        'a filter behind the limit',
        { FilterExpression: 'n > :n', Limit: 5, ...filterValues('3') },
        found(['k04'], 'k04', 5),
      ),
      page(
        'a filter on a key',
        { FilterExpression: 'b > :n', ...filterValues('3') },
        refused('Filter Expression can only contain non-primary key attributes: Primary key attribute: b'),
      ),
      page(
        'a filter that is none',
        { FilterExpression: 'n >', ...filterValues('3') },
        refused('Invalid FilterExpression: Syntax error; token: "<EOF>", near: ">"'),
      ),
      page(
        'a count of something',
        { Select: 'COUNT' },
        refused('Cannot specify the ProjectionExpression when choosing to get only the Count'),
      ),
      page(
        'all of something',
        { Select: 'ALL_ATTRIBUTES' },
        refused('Cannot specify the ProjectionExpression when choosing to get ALL_ATTRIBUTES'),
      ),
      page('an index', { IndexName: 'by-n' }, refused('The table does not have the specified index: by-n')),
    ],
  },
  {
    title: 'order',
    cases: [
      ordered(
        NUMBER,
        'N',
        ['10', '9', '-1', '0', '-10.5', '0.1', '1000000000000000000001', '1000000000000000000000'],
        ['-10.5', '-1', '0', '0.1', '9', '10', '1000000000000000000000', '1000000000000000000001'],
      ),
      ordered(BINARY, 'B', ['gA==', 'AQ==', 'fw==', 'AQA=', '/w=='], ['AQ==', 'AQA=', 'fw==', 'gA==', '/w==']),
      {
        name: 'texts in the order of their UTF-8 bytes',
        given: TEXTS.map((b): Call => ['PutItem', { TableName: RANGE, Item: { a: T, b: { S: b } } }]),
        call: [
          'Query',
          {
            TableName: RANGE,
            KeyConditionExpression: 'a = :p',
            ExpressionAttributeValues: { ':p': T },
            ProjectionExpression: 'b',
          },
        ],
        expected: found(TEXTS_SORTED),
      },
      {
        name: 'binaries that begin alike',
        given: ['AQ==', 'AQA=', 'AQD/', 'Ag=='].map((b): Call => [
          'PutItem',
          { TableName: BINARY, Item: { a: { S: 'begin' }, b: { B: b } } },
        ]),
        call: [
          'Query',
          {
            TableName: BINARY,
            KeyConditionExpression: 'a = :p AND begins_with(b, :b)',
            ExpressionAttributeValues: { ':p': { S: 'begin' }, ':b': { B: 'AQA=' } },
            ProjectionExpression: 'b',
          },
        ],
        expected: { answer: { Items: [{ b: { B: 'AQA=' } }, { b: { B: 'AQD/' } }], Count: 2, ScannedCount: 2 } },
      },
    ],
  },
  {
    title: 'pages of a megabyte',
    cases: [
      {
        name: 'end behind the item that fills them',
        given: [...dropBig, ...bigItems([300_000, 300_000, 300_000, 300_000, 300_000])],
        call: bigQuery,
        expected: bigPage(4, 3, 146.5),
      },
      {
        name: 'a megabyte less a byte is not full',
        given: [...dropBig, ...bigItems([262_144, 262_144, 262_144, 262_143])],
        call: bigQuery,
        expected: bigPage(4, undefined, 128),
      },
      {
        name: 'full pages name their last key, also when nothing follows',
        given: [...dropBig, ...bigItems([262_144, 262_144, 262_144, 262_144])],
        call: bigQuery,
        expected: bigPage(4, 3, 128),
        local: {
          outcome: bigPage(4, undefined, 128),
          source: 'architect/dynalite test/query.js, should return LastEvaluatedKey if just over limit',
        },
      },
    ],
  },
];
