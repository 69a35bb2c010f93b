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

const parameter = (what: string): string => `One or more parameter values were invalid: ${what}`;
const EMPTY_KEY =
  'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: a';
const NO_SUCH_KEY = 'The provided key element does not match the schema';
const NOT_FOUND: Outcome = { error: 'ResourceNotFoundException', message: 'Requested resource not found' };

function call(
  name: string,
  operation: string,
  input: object,
  expected: Outcome,
  local?: ContractCase['local'],
): ContractCase {
  return { name, call: [operation, input], expected, ...(local === undefined ? {} : { local }) };
}

/** DynamoDB Local has its own words for a key that does not fit; AWS has one sentence (dynalite test/getItem.js). */
function wrongKey(name: string, key: object, local: string): ContractCase {
  return call(name, 'GetItem', { TableName: RANGE, Key: key }, refused(NO_SUCH_KEY), {
    outcome: refused(local),
    source: 'architect/dynalite test/getItem.js',
  });
}

const put = (table: string, item: object): Call => ['PutItem', { TableName: table, Item: item }];

/** The units that a call reports, after others. */
function units(
  name: string,
  given: readonly Call[],
  [operation, input]: Call,
  expected: number,
  local?: number,
): ContractCase {
  const told = (CapacityUnits: number): Outcome => ({
    answer: { ConsumedCapacity: { TableName: HASH, CapacityUnits } },
  });
  return {
    name,
    given,
    call: [operation, { ...input, ReturnConsumedCapacity: 'TOTAL' }],
    expected: told(expected),
    ...(local === undefined
      ? {}
      : {
          local: {
            outcome: told(local),
            source: 'docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html',
          },
        }),
  };
}

const KEY = { a: { S: 'k' } };
const gone: Call = ['DeleteItem', { TableName: HASH, Key: KEY }];
/** An item of exactly so many bytes: names `a` and `v`, the key `k`, the rest in `v`. */
const sized = (bytes: number): Call => put(HASH, { ...KEY, v: { S: 'x'.repeat(bytes - 3) } });
const get = (consistent: boolean): Call => [
  'GetItem',
  { TableName: HASH, Key: KEY, ConsistentRead: consistent, ProjectionExpression: 'nothing' },
];

/** What a projection shows of an item with a map and a list. */
function projects(paths: string, expected: object): ContractCase {
  const item = {
    a: { S: 'p' },
    n: { N: '1' },
    m: { M: { k: { S: 'v' }, j: { N: '2' } } },
    l: { L: [{ S: 'zero' }, { S: 'one' }, { M: { x: { S: 'deep' } } }] },
  };
  return {
    name: `projects ${paths}`,
    given: [put(HASH, item)],
    call: ['GetItem', { TableName: HASH, Key: { a: item.a }, ProjectionExpression: paths }],
    expected: { answer: { Item: expected } },
  };
}

function doesNotProject(paths: string, message: string): ContractCase {
  const request = { TableName: HASH, Key: KEY, ProjectionExpression: paths };
  return call(`does not project ${paths}`, 'GetItem', request, refused(`Invalid ProjectionExpression: ${message}`));
}

export const requestGroups: readonly ContractGroup[] = [
  {
    title: 'keys',
    cases: [
      call(
        'a put without its key',
        'PutItem',
        { TableName: HASH, Item: { b: { S: 'x' } } },
        refused(parameter('Missing the key a in the item')),
      ),
      call(
        'a put without its sort key',
        'PutItem',
        { TableName: RANGE, Item: KEY },
        refused(parameter('Missing the key b in the item')),
      ),
      call(
        'a put with a key of another type',
        'PutItem',
        { TableName: HASH, Item: { a: { N: '1' } } },
        refused(parameter('Type mismatch for key a expected: S actual: N')),
      ),
      call('a put with an empty key', 'PutItem', { TableName: HASH, Item: { a: { S: '' } } }, refused(EMPTY_KEY)),
      call(
        'an empty binary sort key',
        'PutItem',
        { TableName: BINARY, Item: { ...KEY, b: { B: '' } } },
        refused(
          'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty binary value. Key: b',
        ),
      ),
      call(
        'a partition key of 2,048 bytes',
        'PutItem',
        { TableName: HASH, Item: { a: { S: 'x'.repeat(2048) } } },
        { answer: {} },
      ),
      call(
        'a partition key of 2,049 bytes',
        'PutItem',
        { TableName: HASH, Item: { a: { S: 'x'.repeat(2049) } } },
        refused(parameter('Size of hashkey has exceeded the maximum size limit of2048 bytes')),
      ),
      call(
        'a partition key of 2,049 bytes in fewer characters',
        'PutItem',
        { TableName: HASH, Item: { a: { S: `${'é'.repeat(1024)}x` } } },
        refused(parameter('Size of hashkey has exceeded the maximum size limit of2048 bytes')),
      ),
      call(
        'a sort key of 1,024 bytes',
        'PutItem',
        { TableName: RANGE, Item: { ...KEY, b: { S: 'x'.repeat(1024) } } },
        { answer: {} },
      ),
      call(
        'a sort key of 1,025 bytes',
        'PutItem',
        { TableName: RANGE, Item: { ...KEY, b: { S: 'x'.repeat(1025) } } },
        refused(parameter('Aggregated size of all range keys has exceeded the size limit of 1024 bytes')),
      ),
      wrongKey('a get with half a key', KEY, 'The number of conditions on the keys is invalid'),
      wrongKey(
        'a get with more than a key',
        { ...KEY, b: { S: 'x' }, c: { S: 'x' } },
        'The number of conditions on the keys is invalid',
      ),
      wrongKey('a get with another name', { ...KEY, c: { S: 'x' } }, 'One of the required keys was not given a value'),
      wrongKey('a get with another type', { ...KEY, b: { N: '1' } }, parameter('Type mismatch for key')),
      call('a get with an empty key', 'GetItem', { TableName: HASH, Key: { a: { S: '' } } }, refused(EMPTY_KEY)),
      {
        name: 'a key number is the same however it is written',
        given: [put(NUMBER, { ...KEY, b: { N: '1.50' }, v: { S: 'here' } })],
        call: ['GetItem', { TableName: NUMBER, Key: { ...KEY, b: { N: '15e-1' } } }],
        expected: { answer: { Item: { ...KEY, b: { N: '1.5' }, v: { S: 'here' } } } },
      },
    ],
  },
  {
    title: 'tables and members',
    cases: [
      call('a table that is not there', 'PutItem', { TableName: 'nowhere', Item: KEY }, NOT_FOUND),
      call(
        'a table to describe that is not there',
        'DescribeTable',
        { TableName: 'nowhere' },
        { error: 'ResourceNotFoundException', message: 'Requested resource not found: Table: nowhere not found' },
      ),
      call(
        'a name too short for a table',
        'GetItem',
        { TableName: 'ab', Key: KEY },
        refused(
          "Invalid table/index name.  Table/index names must be between 3 and 255 characters long, and may contain only the characters a-z, A-Z, 0-9, '_', '-', and '.'",
        ),
      ),
      call(
        'a put that wants new values',
        'PutItem',
        { TableName: HASH, Item: KEY, ReturnValues: 'ALL_NEW' },
        refused('ReturnValues can only be ALL_OLD or NONE'),
      ),
      call(
        'a delete that wants updated values',
        'DeleteItem',
        { TableName: HASH, Key: KEY, ReturnValues: 'UPDATED_OLD' },
        refused('ReturnValues can only be ALL_OLD or NONE'),
      ),
      call(
        'an update that wants what there is not',
        'UpdateItem',
        { TableName: HASH, Key: KEY, ReturnValues: 'SOME' },
        refused(
          "1 validation error detected: Value 'SOME' at 'returnValues' failed to satisfy constraint: Member must satisfy enum value set: [ALL_NEW, UPDATED_OLD, ALL_OLD, NONE, UPDATED_NEW]",
        ),
      ),
      call(
        'a failed condition that is to show what there is not',
        'PutItem',
        { TableName: HASH, Item: KEY, ConditionExpression: 'b = c', ReturnValuesOnConditionCheckFailure: 'SOME' },
        refused(
          "1 validation error detected: Value 'SOME' at 'returnValuesOnConditionCheckFailure' failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, NONE]",
        ),
      ),
      call(
        'values without an expression',
        'PutItem',
        { TableName: HASH, Item: KEY, ExpressionAttributeValues: { ':v': { S: 'x' } } },
        refused('ExpressionAttributeValues can only be specified when using expressions: ConditionExpression is null'),
      ),
      call(
        'values without an update',
        'UpdateItem',
        { TableName: HASH, Key: KEY, ExpressionAttributeValues: { ':v': { S: 'x' } } },
        refused(
          'ExpressionAttributeValues can only be specified when using expressions: UpdateExpression and ConditionExpression are null',
        ),
      ),
      call(
        'names without an expression',
        'GetItem',
        { TableName: HASH, Key: KEY, ExpressionAttributeNames: { '#v': 'x' } },
        refused('ExpressionAttributeNames can only be specified when using expressions'),
      ),
      call('an operation that there is not', 'Frobnicate', {}, { error: 'UnknownOperationException' }),
    ],
  },
  {
    title: 'puts, gets and deletes',
    cases: [
      { name: 'a put says nothing', given: [gone], call: put(HASH, KEY), expected: { answer: {} } },
      {
        name: 'a put shows what it replaces',
        given: [put(HASH, { ...KEY, v: { S: 'old' } })],
        call: ['PutItem', { TableName: HASH, Item: KEY, ReturnValues: 'ALL_OLD' }],
        expected: { answer: { Attributes: { ...KEY, v: { S: 'old' } } } },
      },
      {
        name: 'a put that replaces nothing shows nothing',
        given: [gone],
        call: ['PutItem', { TableName: HASH, Item: KEY, ReturnValues: 'ALL_OLD' }],
        expected: { answer: {} },
      },
      {
        name: 'a put leaves nothing of the item before',
        given: [put(HASH, { ...KEY, v: { S: 'old' } }), put(HASH, { ...KEY, w: { S: 'new' } })],
        call: ['GetItem', { TableName: HASH, Key: KEY }],
        expected: { answer: { Item: { ...KEY, w: { S: 'new' } } } },
      },
      {
        name: 'a get of nothing',
        given: [gone],
        call: ['GetItem', { TableName: HASH, Key: KEY }],
        expected: { answer: {} },
      },
      {
        name: 'a delete shows what it takes',
        given: [put(HASH, { ...KEY, v: { S: 'old' } })],
        call: ['DeleteItem', { TableName: HASH, Key: KEY, ReturnValues: 'ALL_OLD' }],
        expected: { answer: { Attributes: { ...KEY, v: { S: 'old' } } } },
      },
      {
        name: 'a delete of nothing',
        given: [gone],
        call: gone,
        expected: { answer: {} },
        local: {
          outcome: { answer: { ConsumedCapacity: { TableName: HASH, CapacityUnits: 1 } } },
          source: 'docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteItem.html: NONE tells no capacity',
        },
      },
      {
        name: 'a condition that fails shows the item',
        given: [put(HASH, { ...KEY, v: { S: 'old' } })],
        call: [
          'PutItem',
          {
            TableName: HASH,
            Item: KEY,
            ConditionExpression: 'attribute_not_exists(a)',
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          },
        ],
        expected: {
          error: 'ConditionalCheckFailedException',
          message: 'The conditional request failed',
          details: { Item: { ...KEY, v: { S: 'old' } } },
        },
      },
      {
        name: 'a condition that fails where nothing is shows nothing',
        given: [gone],
        call: [
          'DeleteItem',
          {
            TableName: HASH,
            Key: KEY,
            ConditionExpression: 'attribute_exists(a)',
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          },
        ],
        expected: { error: 'ConditionalCheckFailedException', message: 'The conditional request failed' },
      },
      { name: 'an item of 400 KB', call: sized(400 * 1024), expected: { answer: {} } },
      {
        name: 'an item of 400 KB and a byte',
        call: sized(400 * 1024 + 1),
        expected: refused('Item size has exceeded the maximum allowed size'),
      },
    ],
  },
  {
    title: 'projections',
    cases: [
      projects('a', { a: { S: 'p' } }),
      projects('m.k, n', { m: { M: { k: { S: 'v' } } }, n: { N: '1' } }),
      projects('l[2], l[0]', { l: { L: [{ S: 'zero' }, { M: { x: { S: 'deep' } } }] } }),
      projects('l[2].x, l[1].x', { l: { L: [{ M: { x: { S: 'deep' } } }] } }),
      projects('m.absent, absent, l[9]', {}),
      projects('m', { m: { M: { k: { S: 'v' }, j: { N: '2' } } } }),
      doesNotProject('', 'The expression can not be empty;'),
      doesNotProject('x,', 'Syntax error; token: "<EOF>", near: ","'),
      doesNotProject('x y', 'Syntax error; token: "y", near: "x y"'),
      doesNotProject('(x)', 'Syntax error; token: "(", near: "(x"'),
      doesNotProject(':v', 'Syntax error; token: ":v", near: ":v"'),
      doesNotProject('size(x)', 'Syntax error; token: "(", near: "size(x"'),
      doesNotProject('name', 'Attribute name is a reserved keyword; reserved keyword: name'),
      doesNotProject('#n', 'An expression attribute name used in the document path is not defined; attribute name: #n'),
      doesNotProject(
        'x, x.y',
        'Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [x], path two: [x, y]',
      ),
      doesNotProject(
        'x.y, x[0]',
        'Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [x, y], path two: [x, [0]]',
      ),
    ],
  },
  {
    title: 'capacity',
    cases: [
      units('a put of nothing much', [gone], sized(20), 1),
      units('a put of 1 KB', [gone], sized(1024), 1),
      units('a put of 1 KB and a byte', [gone], sized(1025), 2),
      units('a put over a larger item', [sized(3000)], sized(20), 3),
      units('a delete of 1 KB and a byte', [sized(1025)], gone, 2),
      units('a delete of nothing', [gone], gone, 1),
      units('a get of nothing', [gone], get(false), 0.5),
      units('a consistent get of nothing', [gone], get(true), 1),
    ],
  },
  {
    title: 'capacity of gets, whatever they show',
    cases: [
      [4096, false, 0.5],
      [4097, false, 1],
      [4096, true, 1],
      [4097, true, 2],
    ].map(([bytes, consistent, expected]): ContractCase => ({
      name: `${String(bytes)} bytes, ${consistent === true ? 'consistent' : 'eventual'}`,
      given: [sized(Number(bytes))],
      call: [
        'GetItem',
        {
          TableName: HASH,
          Key: KEY,
          ConsistentRead: consistent,
          ProjectionExpression: 'a',
          ReturnConsumedCapacity: 'INDEXES',
        },
      ],
      expected: {
        answer: {
          Item: KEY,
          ConsumedCapacity: { TableName: HASH, CapacityUnits: expected, Table: { CapacityUnits: expected } },
        },
      },
    })),
  },
];
