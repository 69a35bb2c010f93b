import { type Call, type ContractCase, type ContractGroup, HASH, type Outcome, RANGE, refused } from '../contract';

const key = (a: string): { a: { S: string } } => ({ a: { S: a } });
const put = (a: string, more: object = {}): object => ({ Put: { TableName: HASH, Item: { ...key(a), ...more } } });
const remove = (a: string): object => ({ Delete: { TableName: HASH, Key: key(a) } });
const increment = (a: string, attribute = 'n'): object => ({
  Update: {
    TableName: HASH,
    Key: key(a),
    UpdateExpression: `SET ${attribute} = ${attribute} + :one`,
    ExpressionAttributeValues: { ':one': { N: '1' } },
  },
});
const exists = (a: string, shown = false): object => ({
  ConditionCheck: {
    TableName: HASH,
    Key: key(a),
    ConditionExpression: 'attribute_exists(n)',
    ...(shown ? { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } : {}),
  },
});
const stored = (a: string, more: object = {}): Call => ['PutItem', { TableName: HASH, Item: { ...key(a), ...more } }];
const gone = (a: string): Call => ['DeleteItem', { TableName: HASH, Key: key(a) }];
const write = (items: readonly object[], more: object = {}): Call => [
  'TransactWriteItems',
  { TransactItems: items, ...more },
];

interface Reason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: object;
}
const NONE: Reason = { Code: 'None' };
const FAILED = { Code: 'ConditionalCheckFailed', Message: 'The conditional request failed' };
const invalid = (Message: string): Reason => ({ Code: 'ValidationError', Message });

function cancelled(...reasons: readonly Reason[]): Outcome {
  return {
    error: 'TransactionCanceledException',
    message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons.map(({ Code }) => Code).join(', ')}]`,
    details: { CancellationReasons: reasons },
  };
}

/** DynamoDB Local ends the sentence of a failed condition with a full stop. */
function locally(...reasons: readonly Reason[]): NonNullable<ContractCase['local']> {
  const stopped = reasons.map((reason) =>
    reason.Code === FAILED.Code ? { ...reason, Message: `${FAILED.Message}.` } : reason,
  );
  return { outcome: cancelled(...stopped), source: REASONS };
}

function cancelledCase(name: string, given: readonly Call[], call: Call, ...reasons: readonly Reason[]): ContractCase {
  return { name, given, call, expected: cancelled(...reasons), local: locally(...reasons) };
}

const TYPE_MISMATCH = 'One or more parameter values were invalid: Type mismatch for key a expected: S actual: N';
const NO_ATTRIBUTE = 'The provided expression refers to an attribute that does not exist in the item';
const TWICE = refused('Transaction request cannot include multiple operations on one item');
const NOT_FOUND: Outcome = { error: 'ResourceNotFoundException', message: 'Requested resource not found' };
const many = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const REASONS =
  'docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html, Cancellation Reasons';
const ALTERNATOR = 'scylladb/scylladb test/alternator/test_transact.py';

export const transactionGroups: readonly ContractGroup[] = [
  {
    title: 'TransactWriteItems',
    cases: [
      {
        name: 'one action of each kind',
        given: [stored('t1', { n: { N: '1' } }), stored('t2', { n: { N: '1' } }), stored('t3'), gone('t4')],
        call: write([exists('t1'), increment('t2'), remove('t3'), put('t4')]),
        expected: { answer: {} },
      },
      {
        name: 'all of them are done',
        given: [
          stored('t1', { n: { N: '1' } }),
          stored('t2', { n: { N: '1' } }),
          stored('t3'),
          write([exists('t1'), increment('t2'), remove('t3'), put('t4', { v: { S: 'new' } })]),
        ],
        call: [
          'TransactGetItems',
          { TransactItems: ['t1', 't2', 't3', 't4'].map((a) => ({ Get: { TableName: HASH, Key: key(a) } })) },
        ],
        expected: {
          answer: {
            Responses: [
              { Item: { ...key('t1'), n: { N: '1' } } },
              { Item: { ...key('t2'), n: { N: '2' } } },
              {},
              { Item: { ...key('t4'), v: { S: 'new' } } },
            ],
          },
        },
      },
      cancelledCase(
        'one failing condition stops all',
        [stored('t1'), gone('t2'), gone('t3')],
        write([put('t2'), exists('t1', true), exists('t3', true)]),
        NONE,
        { ...FAILED, Item: key('t1') },
        FAILED,
      ),
      {
        ...cancelledCase(
          'an update that does not fit its item',
          [stored('t1')],
          write([put('t2'), increment('t1')]),
          NONE,
          invalid(NO_ATTRIBUTE),
        ),
        local: { outcome: refused(NO_ATTRIBUTE), source: REASONS },
      },
      {
        ...cancelledCase(
          'a key of the wrong type',
          [],
          write([{ Put: { TableName: HASH, Item: { a: { N: '1' } } } }, exists('nobody')]),
          invalid(TYPE_MISMATCH),
          NONE,
        ),
        local: {
          outcome: cancelled(invalid('One or more parameter values were invalid: Type mismatch for key'), {
            ...FAILED,
            Message: 'The conditional request failed.',
          }),
          source: `${ALTERNATOR}, test_transact_write_cancellation_reasons_validationerror`,
        },
      },
      cancelledCase(
        'an update of the key',
        [],
        write([
          {
            Update: {
              TableName: HASH,
              Key: key('t1'),
              UpdateExpression: 'SET a = :v',
              ExpressionAttributeValues: { ':v': { S: 'x' } },
            },
          },
        ]),

        invalid(
          'One or more parameter values were invalid: Cannot update attribute a. This attribute is part of the key',
        ),
      ),
      { name: 'one item twice', call: write([put('t1'), remove('t1')]), expected: TWICE },
      {
        name: 'one item changed and checked',
        given: [gone('t1')],
        call: write([put('t1'), exists('t1')]),
        expected: TWICE,
        local: {
          outcome: cancelled(NONE, { ...FAILED, Message: 'The conditional request failed.' }),
          source: `${ALTERNATOR}, test_transact_write_items_multi_action_conflict`,
        },
      },
      {
        name: 'items of the same key in two tables',
        call: write([put('t1'), { Put: { TableName: RANGE, Item: { ...key('t1'), b: { S: 'x' } } } }]),
        expected: { answer: {} },
      },
      { name: '100 actions', call: write(many(100).map((n) => put(`m${n}`))), expected: { answer: {} } },
      {
        name: '101 actions',
        call: write(many(101).map((n) => put(`m${n}`))),
        expected: {
          error: 'ValidationException',
          message:
            "1 validation error detected: Value '[101 elements]' at 'transactItems' failed to satisfy constraint: Member must have length less than or equal to 100",
        },
        local: {
          outcome: refused('Member must have length less than or equal to 100'),
          source: `${ALTERNATOR}, test_transact_write_items_101`,
        },
      },
      {
        name: 'no action',
        call: write([]),
        expected: {
          error: 'ValidationException',
          message:
            "1 validation error detected: Value '[]' at 'transactItems' failed to satisfy constraint: Member must have length greater than or equal to 1",
        },
        local: {
          outcome: refused(
            "Value [] at 'transactItems' failed to satisfy constraint: Member must have length greater than or equal to 1",
          ),
          source: `${ALTERNATOR}, test_transact_write_items_empty`,
        },
      },
      {
        name: 'two kinds of action in one',
        call: write([{ ...put('t1'), ...remove('t2') }]),
        expected: refused('TransactItems can only contain one of Check, Put, Update or Delete'),
      },
      {
        name: 'a table that is not there',
        call: write([{ Put: { TableName: 'nowhere', Item: key('t1') } }]),
        expected: NOT_FOUND,
      },
      {
        name: 'an expression that is none',
        call: write([{ Update: { TableName: HASH, Key: key('t1'), UpdateExpression: 'SET n ==' } }]),
        expected: refused('Invalid UpdateExpression: Syntax error; token: "=", near: "=="'),
      },
      {
        name: 'a check without a condition',
        call: write([{ ConditionCheck: { TableName: HASH, Key: key('t1') } }]),
        expected: {
          error: 'ValidationException',
          message:
            "1 validation error detected: Value null at 'transactItems.1.member.conditionCheck.conditionExpression' failed to satisfy constraint: Member must not be null",
        },
        local: {
          outcome: refused(
            "Value null at 'transactItems.1.member.conditionCheck.conditionExpression' failed to satisfy constraint: Member must not be null",
          ),
          source: `${ALTERNATOR}, test_transact_write_items_single_conditioncheck_unconditional`,
        },
      },
      {
        name: 'an item too large',
        call: write([put('t1', { v: { S: 'x'.repeat(400 * 1024) } })]),
        expected: refused('Item size has exceeded the maximum allowed size'),
      },
      // Each item has 3 bytes of names and key beside its value.
      {
        name: '4 MB',
        call: write(many(16).map((n) => put(String.fromCharCode(97 + n), { v: { S: 'x'.repeat(262_141) } }))),
        expected: { answer: {} },
      },
      {
        name: '4 MB and a byte',
        call: write(
          many(16).map((n) => put(String.fromCharCode(97 + n), { v: { S: 'x'.repeat(n === 0 ? 262_142 : 262_141) } })),
        ),
        expected: refused('Transaction payload size cannot exceed 4MB. Payload Size: 4194305'),
      },
    ],
  },
  {
    title: 'tokens',
    cases: [
      {
        name: 'a transaction is done once',
        given: [
          stored('i1', { n: { N: '1' } }),
          write([increment('i1')], { ClientRequestToken: 'once' }),
          write([increment('i1')], { ClientRequestToken: 'once' }),
        ],
        call: ['GetItem', { TableName: HASH, Key: key('i1') }],
        expected: { answer: { Item: { ...key('i1'), n: { N: '2' } } } },
      },
      {
        name: 'another transaction with the same token',
        given: [stored('i2', { n: { N: '1' } }), write([increment('i2')], { ClientRequestToken: 'other' })],
        call: write([put('i2')], { ClientRequestToken: 'other' }),
        expected: { error: 'IdempotentParameterMismatchException' },
      },
      {
        name: 'a cancelled transaction may be tried again',
        given: [gone('i3')],
        call: write([exists('i3')], { ClientRequestToken: 'cancelled' }),
        expected: cancelled(FAILED),
        local: locally(FAILED),
      },
      {
        name: 'and then go through',
        given: [stored('i3', { n: { N: '1' } })],
        call: write([exists('i3')], { ClientRequestToken: 'cancelled' }),
        expected: { answer: {} },
      },
      {
        name: 'a token of 37 characters',
        call: write([put('i1')], { ClientRequestToken: 'x'.repeat(37) }),
        expected: {
          error: 'ValidationException',
          message: `1 validation error detected: Value '${'x'.repeat(37)}' at 'clientRequestToken' failed to satisfy constraint: Member must have length less than or equal to 36`,
        },
        local: {
          outcome: refused(
            `Value ${'x'.repeat(37)} at 'clientRequestToken' failed to satisfy constraint: Member must have length less than or equal to 36`,
          ),
          source: `${ALTERNATOR}, test_transact_write_items_clientrequesttoken_length`,
        },
      },
    ],
  },
  {
    title: 'TransactGetItems',
    cases: [
      {
        name: 'items, parts of items, and none',
        given: [stored('g1', { n: { N: '1' } }), gone('g2')],
        call: [
          'TransactGetItems',
          {
            TransactItems: [
              { Get: { TableName: HASH, Key: key('g1'), ProjectionExpression: 'n' } },
              { Get: { TableName: HASH, Key: key('g2') } },
            ],
          },
        ],
        expected: { answer: { Responses: [{ Item: { n: { N: '1' } } }, {}] } },
      },
      {
        name: 'one item twice',
        call: [
          'TransactGetItems',
          {
            TransactItems: [{ Get: { TableName: HASH, Key: key('g1') } }, { Get: { TableName: HASH, Key: key('g1') } }],
          },
        ],
        expected: TWICE,
      },
      {
        name: 'a table that is not there',
        call: ['TransactGetItems', { TransactItems: [{ Get: { TableName: 'nowhere', Key: key('g1') } }] }],
        expected: NOT_FOUND,
      },
    ],
  },
  {
    title: 'capacity of transactions: twice that of plain requests',
    cases: [
      {
        name: 'reads',
        given: [stored('g1'), gone('g2')],
        call: [
          'TransactGetItems',
          {
            TransactItems: ['g1', 'g2'].map((a) => ({ Get: { TableName: HASH, Key: key(a) } })),
            ReturnConsumedCapacity: 'TOTAL',
          },
        ],
        expected: {
          answer: { Responses: [{ Item: key('g1') }, {}], ConsumedCapacity: [{ TableName: HASH, CapacityUnits: 4 }] },
        },
      },
      {
        name: 'writes',
        given: [gone('g1'), gone('g2')],
        call: write([put('g1'), put('g2', { v: { S: 'x'.repeat(1500) } })], { ReturnConsumedCapacity: 'TOTAL' }),
        expected: { answer: { ConsumedCapacity: [{ TableName: HASH, CapacityUnits: 6 }] } },
      },
    ],
  },
];
