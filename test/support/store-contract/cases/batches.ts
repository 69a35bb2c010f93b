import { type Call, type ContractCase, type ContractGroup, HASH, type Outcome, RANGE, refused } from '../contract';

const key = (a: string): { a: { S: string } } => ({ a: { S: a } });
const put = (a: string, more: object = {}): object => ({ PutRequest: { Item: { ...key(a), ...more } } });
const remove = (a: string): object => ({ DeleteRequest: { Key: key(a) } });
const stored = (a: string): Call => ['PutItem', { TableName: HASH, Item: key(a) }];
const gone = (a: string): Call => ['DeleteItem', { TableName: HASH, Key: key(a) }];
const many = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** A batch that AWS refuses by the constraint of its model, DynamoDB Local in other words (dynalite test/batch*.js). */
function refusedBatch(operation: string, name: string, items: object, local: string): ContractCase {
  return {
    name: `${operation}: ${name}`,
    call: [operation, { RequestItems: items }],
    expected: { error: 'ValidationException' },
    local: { outcome: refused(local), source: 'architect/dynalite test/batchWriteItem.js and test/batchGetItem.js' },
  };
}

function write(name: string, items: object, expected: Outcome, given: readonly Call[] = []): ContractCase {
  return { name: `BatchWriteItem: ${name}`, given, call: ['BatchWriteItem', { RequestItems: items }], expected };
}

function read(name: string, items: object, expected: Outcome, given: readonly Call[] = []): ContractCase {
  return { name: `BatchGetItem: ${name}`, given, call: ['BatchGetItem', { RequestItems: items }], expected };
}

const NOT_FOUND: Outcome = { error: 'ResourceNotFoundException', message: 'Requested resource not found' };
const TWICE = refused('Provided list of item keys contains duplicates');
const consumed = (units: readonly (readonly [string, number])[]): object =>
  units.map(([TableName, CapacityUnits]) => ({ TableName, CapacityUnits }));

export const batchGroups: readonly ContractGroup[] = [
  {
    title: 'BatchWriteItem',
    cases: [
      write(
        'puts and deletes in two tables',
        { [HASH]: [put('b1'), remove('b2')], [RANGE]: [put('b1', { b: { S: 'x' } })] },
        { answer: { UnprocessedItems: {} } },
        [stored('b2')],
      ),
      {
        name: 'BatchWriteItem: what it wrote is there',
        given: [
          stored('b2'),
          ['BatchWriteItem', { RequestItems: { [HASH]: [put('b1', { v: { N: '1.0' } }), remove('b2')] } }],
        ],
        call: ['BatchGetItem', { RequestItems: { [HASH]: { Keys: [key('b1'), key('b2')] } } }],
        expected: { answer: { Responses: { [HASH]: [{ ...key('b1'), v: { N: '1' } }] }, UnprocessedKeys: {} } },
      },
      write('25 items', { [HASH]: many(25).map((n) => put(`m${n}`)) }, { answer: { UnprocessedItems: {} } }),
      write('one item twice', { [HASH]: [put('b1'), remove('b1')] }, TWICE),
      write('a table that is not there', { nowhere: [put('b1')] }, NOT_FOUND),
      write(
        'an item without its key',
        { [HASH]: [{ PutRequest: { Item: { b: { S: 'x' } } } }] },
        refused('One or more parameter values were invalid: Missing the key a in the item'),
      ),
      write(
        'an item too large',
        { [HASH]: [put('big', { v: { S: 'x'.repeat(400 * 1024) } })] },
        refused('Item size has exceeded the maximum allowed size'),
      ),
      write(
        'a value that is none',
        { [HASH]: [put('b1', { v: { N: 'x' } })] },
        refused('The parameter cannot be converted to a numeric value: x'),
      ),
      refusedBatch(
        'BatchWriteItem',
        '26 items',
        { [HASH]: many(26).map((n) => put(`m${n}`)) },
        'Too many items requested for the BatchWriteItem call',
      ),
      refusedBatch(
        'BatchWriteItem',
        '26 items in two tables',
        { [HASH]: many(20).map((n) => put(`m${n}`)), [RANGE]: many(6).map((n) => put(`m${n}`, { b: { S: 'x' } })) },
        'Too many items requested for the BatchWriteItem call',
      ),
      refusedBatch('BatchWriteItem', 'no table', {}, 'BatchWriteItem cannot have a null or no requests set'),
      refusedBatch(
        'BatchWriteItem',
        'nothing for a table',
        { [HASH]: [] },
        `The batch write request list for a table cannot be null or empty: ${HASH}`,
      ),
      write(
        'neither put nor delete',
        { [HASH]: [{}] },
        refused(
          'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
        ),
      ),
    ],
  },
  {
    title: 'BatchGetItem',
    cases: [
      read(
        'some that are there and some that are not',
        { [HASH]: { Keys: [key('b1'), key('b2')] } },
        { answer: { Responses: { [HASH]: [key('b1')] }, UnprocessedKeys: {} } },
        [stored('b1'), gone('b2')],
      ),
      read(
        'parts of items',
        { [HASH]: { Keys: [key('b1')], ProjectionExpression: '#n', ExpressionAttributeNames: { '#n': 'absent' } } },
        { answer: { Responses: { [HASH]: [{}] }, UnprocessedKeys: {} } },
        [stored('b1')],
      ),
      read('one key twice', { [HASH]: { Keys: [key('b1'), key('b1')] } }, TWICE),
      read('a table that is not there', { nowhere: { Keys: [key('b1')] } }, NOT_FOUND),
      {
        ...read(
          'a key of another name',
          { [HASH]: { Keys: [{ b: { S: 'x' } }] } },
          refused('The provided key element does not match the schema'),
        ),
        local: {
          outcome: refused('One of the required keys was not given a value'),
          source: 'architect/dynalite test/batchGetItem.js',
        },
      },
      refusedBatch(
        'BatchGetItem',
        '101 keys',
        { [HASH]: { Keys: many(101).map((n) => key(`m${n}`)) } },
        'Too many items requested for the BatchGetItem call',
      ),
      refusedBatch('BatchGetItem', 'no table', {}, 'BatchGetItem must have some requests set'),
      refusedBatch(
        'BatchGetItem',
        'no keys',
        { [HASH]: { Keys: [] } },
        `The list of keys in RequestItems for BatchGetItem is required: ${HASH} has empty list`,
      ),
    ],
  },
  {
    title: 'capacity of batches',
    cases: [
      {
        name: 'a batch of writes costs what its writes cost',
        given: [gone('b1'), gone('b2')],
        call: [
          'BatchWriteItem',
          {
            RequestItems: { [HASH]: [put('b1', { v: { S: 'x'.repeat(1500) } }), put('b2')] },
            ReturnConsumedCapacity: 'TOTAL',
          },
        ],
        expected: { answer: { UnprocessedItems: {}, ConsumedCapacity: consumed([[HASH, 3]]) } },
      },
      {
        name: 'a batch of reads rounds up each item',
        given: [stored('b1'), gone('b2')],
        call: [
          'BatchGetItem',
          {
            RequestItems: { [HASH]: { Keys: [key('b1'), key('b2')], ConsistentRead: true } },
            ReturnConsumedCapacity: 'TOTAL',
          },
        ],
        expected: {
          answer: { Responses: { [HASH]: [key('b1')] }, UnprocessedKeys: {}, ConsumedCapacity: consumed([[HASH, 2]]) },
        },
        local: {
          outcome: {
            answer: {
              Responses: { [HASH]: [key('b1')] },
              UnprocessedKeys: {},
              ConsumedCapacity: consumed([[HASH, 1]]),
            },
          },
          source:
            'docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html: a read of what is not there consumes too',
        },
      },
    ],
  },
];
