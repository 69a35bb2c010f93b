import fc, { type Arbitrary } from 'fast-check';
import { type Call, HASH, RANGE } from './contract';
import { type RandomExpression, randomCondition, randomProjection, randomUpdate } from './random-expressions';
import { attributes, type WireValue } from './random-values';

interface Place {
  readonly table: string;
  readonly key: Readonly<Record<string, WireValue>>;
}

const letter = fc.constantFrom('x', 'y').map((S) => ({ S }));
/** Few keys, so that calls meet. */
const place: Arbitrary<Place> = fc.oneof(
  letter.map((a) => ({ table: HASH, key: { a } })),
  fc
    .tuple(fc.constantFrom('x', 'y'), fc.constantFrom('1', '2', '10'))
    .map(([a, b]) => ({ table: RANGE, key: { a: { S: a }, b: { S: b } } })),
);
const maybe = <T>(arbitrary: Arbitrary<T>): Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq: 1 });

/** The members of a request for its expressions. */
function members(expressions: Readonly<Record<string, RandomExpression | undefined>>): object {
  const given = Object.entries(expressions).flatMap(([name, expression]) =>
    expression === undefined ? [] : [[name, expression] as const],
  );
  const values = Object.assign({}, ...given.map(([, { values: each }]) => each)) as Record<string, WireValue>;
  return {
    ...Object.fromEntries(given.map(([name, { text }]) => [name, text])),
    ...(Object.keys(values).length > 0 ? { ExpressionAttributeValues: values } : {}),
  };
}

const put = fc
  .record({ place, item: attributes, condition: maybe(randomCondition) })
  .map(({ place: { table, key }, item, condition }) => ({
    TableName: table,
    Item: { ...item, ...key },
    ...members({ ConditionExpression: condition }),
  }));
const remove = fc.record({ place, condition: maybe(randomCondition) }).map(({ place: { table, key }, condition }) => ({
  TableName: table,
  Key: key,
  ...members({ ConditionExpression: condition }),
}));
const update = fc
  .record({ place, update: randomUpdate, condition: maybe(randomCondition) })
  .map(({ place: { table, key }, update: change, condition }) => ({
    TableName: table,
    Key: key,
    // DynamoDB Local makes an item of an update that only takes away, AWS does not: so there has to be one.
    ...members({
      UpdateExpression: change,
      ConditionExpression: {
        text: `attribute_exists(a)${condition === undefined ? '' : ` OR ${condition.text}`} AND attribute_exists(a)`,
        values: condition?.values ?? {},
      },
    }),
  }));
const returned = (words: readonly string[]) => fc.constantFrom(...words).map((ReturnValues) => ({ ReturnValues }));
const shown = fc.constantFrom({}, { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' });

const get = fc.record({ place, paths: maybe(randomProjection) }).map(({ place: { table, key }, paths }): Call => [
  'GetItem',
  {
    TableName: table,
    Key: key,
    ConsistentRead: true,
    ...(paths === undefined ? {} : { ProjectionExpression: paths }),
  },
]);
const sortCondition = fc
  .tuple(fc.constantFrom('=', '<', '<=', '>', '>='), fc.constantFrom('1', '10', '2', 'é'))
  .map(([operator, S]) => ({ text: ` AND b ${operator} :b`, values: { ':b': { S } } }));
const query = fc
  .record({
    a: letter,
    sort: maybe(sortCondition),
    filter: maybe(randomCondition),
    limit: maybe(fc.integer({ min: 1, max: 4 })),
    start: maybe(fc.constantFrom('1', '2', 'k')),
    forward: fc.boolean(),
  })
  .map(({ a, sort, filter, limit, start, forward }): Call => [
    'Query',
    {
      TableName: RANGE,
      ScanIndexForward: forward,
      ...members({
        KeyConditionExpression: { text: `a = :a${sort?.text ?? ''}`, values: { ':a': a, ...sort?.values } },
        FilterExpression: filter,
      }),
      ...(limit === undefined ? {} : { Limit: limit }),
      ...(start === undefined || sort !== undefined ? {} : { ExclusiveStartKey: { a, b: { S: start } } }),
    },
  ]);
const scan = fc
  .record({ table: fc.constantFrom(HASH, RANGE), filter: maybe(randomCondition) })
  .map(({ table, filter }): Call => ['Scan', { TableName: table, ...members({ FilterExpression: filter }) }]);
const batch = fc.array(fc.tuple(place, maybe(attributes)), { minLength: 1, maxLength: 4 }).map((writes): Call => {
  const requests: Record<string, object[]> = {};
  for (const [{ table, key }, item] of writes) {
    (requests[table] ??= []).push(
      item === undefined ? { DeleteRequest: { Key: key } } : { PutRequest: { Item: { ...item, ...key } } },
    );
  }
  return ['BatchWriteItem', { RequestItems: requests }];
});
const action: Arbitrary<object> = fc.oneof(
  fc.tuple(put, shown).map(([request, more]) => ({ Put: { ...request, ...more } })),
  remove.map((Delete) => ({ Delete })),
  fc.record({ place, condition: randomCondition }).map(({ place: { table, key }, condition }) => ({
    ConditionCheck: { TableName: table, Key: key, ...members({ ConditionExpression: condition }) },
  })),
);
/** No item twice: DynamoDB Local lets some such transactions pass. */
const transaction = fc
  .uniqueArray(action, { minLength: 1, maxLength: 3, selector: itemOf })
  .map((TransactItems): Call => ['TransactWriteItems', { TransactItems }]);

function itemOf(each: object): string {
  const request: unknown = Object.values(each)[0];
  const { TableName, Key, Item }: Record<string, unknown> = { ...(typeof request === 'object' ? request : {}) };
  const { a, b }: Record<string, unknown> = {
    ...(typeof Key === 'object' ? Key : {}),
    ...(typeof Item === 'object' ? Item : {}),
  };
  return JSON.stringify([TableName, a, b]);
}

/** Any call on a few items of two tables. */
export const randomCall: Arbitrary<Call> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(put, shown, returned(['NONE', 'ALL_OLD']))
      .map(([request, ...more]): Call => ['PutItem', Object.assign({}, request, ...more) as object]),
  },
  {
    weight: 5,
    arbitrary: fc
      .tuple(update, shown, returned(['NONE', 'ALL_OLD', 'ALL_NEW']))
      .map(([request, ...more]): Call => ['UpdateItem', Object.assign({}, request, ...more) as object]),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(remove, shown, returned(['NONE', 'ALL_OLD']))
      .map(([request, ...more]): Call => ['DeleteItem', Object.assign({}, request, ...more) as object]),
  },
  { weight: 2, arbitrary: get },
  { weight: 2, arbitrary: query },
  { weight: 1, arbitrary: scan },
  { weight: 1, arbitrary: batch },
  { weight: 2, arbitrary: transaction },
);

/** All items of both tables, whatever they are. */
export const EVERYTHING: readonly Call[] = [
  ['Scan', { TableName: HASH, ConsistentRead: true }],
  ['Scan', { TableName: RANGE, ConsistentRead: true }],
];
