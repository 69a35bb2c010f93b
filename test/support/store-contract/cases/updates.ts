import { type Call, type ContractCase, type ContractGroup, HASH, refused } from '../contract';

const ITEM = {
  n: { N: '5' },
  s: { S: 'str' },
  l: { L: [{ N: '1' }, { N: '2' }, { M: { x: { S: 'y' } } }] },
  m: { M: { k: { S: 'v' }, d: { M: {} } } },
  ns: { NS: ['1', '2'] },
  ss: { SS: ['p', 'q'] },
  bs: { BS: ['AQ=='] },
};
const KEY = { a: { S: 'updated' } };
const GIVEN: Call = ['PutItem', { TableName: HASH, Item: { ...KEY, ...ITEM } }];
const ABSENT: Call = ['DeleteItem', { TableName: HASH, Key: KEY }];

interface Placeholders {
  readonly values?: object;
  readonly names?: object;
}

function update(expression: string, { values, names }: Placeholders, more: object): Call {
  return [
    'UpdateItem',
    {
      TableName: HASH,
      Key: KEY,
      UpdateExpression: expression,
      ...(values === undefined ? {} : { ExpressionAttributeValues: values }),
      ...(names === undefined ? {} : { ExpressionAttributeNames: names }),
      ...more,
    },
  ];
}

/** An update of ITEM: the attributes that it changes (undefined: takes away), or the error's text. */
function after(expression: string, expected: object | string, placeholders: Placeholders = {}): ContractCase {
  const changed: Record<string, unknown> = { ...KEY, ...ITEM, ...(typeof expected === 'string' ? {} : expected) };
  const attributes = Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== undefined));
  return {
    name: `${expression.slice(0, 80)} ${placeholders.values === undefined ? '' : JSON.stringify(placeholders.values).slice(0, 60)}`,
    given: [GIVEN],
    call: update(expression, placeholders, { ReturnValues: 'ALL_NEW' }),
    expected: typeof expected === 'string' ? refused(expected) : { answer: { Attributes: attributes } },
  };
}

/** What an update answers. */
function returns(
  expression: string,
  wanted: string,
  expected: object | undefined,
  placeholders: Placeholders,
  local?: object,
): ContractCase {
  const answer = (attributes: object | undefined) => ({
    answer: attributes === undefined ? {} : { Attributes: attributes },
  });
  return {
    name: `${wanted} of ${expression}`,
    given: [GIVEN],
    call: update(expression, placeholders, { ReturnValues: wanted }),
    expected: answer(expected),
    ...(local === undefined
      ? {}
      : {
          local: {
            outcome: answer(local),
            source: 'scylladb/scylladb test/alternator/test_returnvalues.py, test_update_item_returnvalues_nested',
          },
        }),
  };
}

const bad = (what: string): string => `Invalid UpdateExpression: ${what}`;
const syntax = (token: string, near: string): string => bad(`Syntax error; token: "${token}", near: "${near}"`);
const v = (value: object): Placeholders => ({ values: { ':v': value } });
const one = v({ N: '1' });
const INVALID_PATH = 'The document path provided in the update expression is invalid for update';
const WRONG_TYPE = 'An operand in the update expression has an incorrect data type';
const NO_ATTRIBUTE = 'The provided expression refers to an attribute that does not exist in the item';
const OVERFLOW = 'Number overflow. Attempting to store a number with magnitude larger than supported range';
const operandType = (operator: string, type: string): string =>
  bad(`Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${type}`);
const clash = (kind: string, first: string, second: string): string =>
  bad(
    `Two document paths ${kind} with each other; must remove or rewrite one of these paths; path one: ${first}, path two: ${second}`,
  );

export const updateGroups: readonly ContractGroup[] = [
  {
    title: 'SET',
    cases: [
      after('SET n = :v', { n: { N: '1' } }, one),
      after('set q = :v', { q: { L: [] } }, v({ L: [] })),
      after('SET n = n + :v', { n: { N: '6' } }, one),
      after('SET n = :v - n', { n: { N: '-4' } }, one),
      after('SET q = (:v + :v)', { q: { N: '2' } }, one),
      after('SET q = (:v) - n', { q: { N: '-4' } }, one),
      after('SET n = :v + n, q = n', { n: { N: '6' }, q: { N: '5' } }, one),
      after('SET q = s, s = n', { q: { S: 'str' }, s: { N: '5' } }),
      after('SET l[1] = l[0], l[0] = l[1]', { l: { L: [{ N: '2' }, { N: '1' }, ITEM.l.L[2]] } }),
      after('SET m.k = :v, m.fresh = :v', { m: { M: { k: { N: '1' }, fresh: { N: '1' }, d: { M: {} } } } }, one),
      after(
        'SET #q.#r = :v',
        { m: { M: { k: { S: 'v' }, d: { N: '1' } } } },
        { ...one, names: { '#q': 'm', '#r': 'd' } },
      ),
      after('SET #q = :v', { 'with.dot': { N: '1' } }, { ...one, names: { '#q': 'with.dot' } }),
      after(
        'SET l[9] = :v, l[5] = :w',
        { l: { L: [...ITEM.l.L, { N: '2' }, { N: '1' }] } },
        { values: { ':v': { N: '1' }, ':w': { N: '2' } } },
      ),
      after('SET l[2].x = :v', { l: { L: [{ N: '1' }, { N: '2' }, { M: { x: { N: '1' } } }] } }, one),
      after('SET n = if_not_exists(n, :v)', {}, one),
      after('SET q = if_not_exists(q, :v)', { q: { N: '1' } }, one),
      after('SET q = if_not_exists(q, :v) + :v', { q: { N: '2' } }, one),
      after('SET q = if_not_exists(q, if_not_exists(m.z, n))', { q: { N: '5' } }),
      after('SET l = list_append(l, :v)', { l: { L: [...ITEM.l.L, { N: '9' }] } }, v({ L: [{ N: '9' }] })),
      after('SET l = list_append(:v, l)', { l: { L: [{ N: '9' }, ...ITEM.l.L] } }, v({ L: [{ N: '9' }] })),
      after(
        'SET q = list_append(if_not_exists(q, :v), :v)',
        { q: { L: [{ N: '9' }, { N: '9' }] } },
        v({ L: [{ N: '9' }] }),
      ),
      after('SET q = :v + n', { q: { N: '10000000000000000000000000000000000005' } }, v({ N: '1e37' })),
      after('SET q = :v + :v', { q: { N: '0.2' } }, v({ N: '0.1' })),
      after('SET q = :v + :v', OVERFLOW, v({ N: '9e125' })),
      {
        ...after('SET q = :v + n', OVERFLOW, v({ N: '1e50' })),
        local: {
          outcome: refused('DynamoDB only supports precision up to 38 digits'),
          source: 'scylladb/scylladb test/alternator/test_number.py, test_update_expression_plus_imprecise',
        },
      },
      after('SET q = n', { q: { N: '5' } }),
      after('SET s = s + :v', WRONG_TYPE, one),
      after('SET n = n + :v', operandType('+', 'S'), v({ S: 'x' })),
      after('SET n = n - :v', operandType('-', 'NS'), v({ NS: ['1'] })),
      after('SET q = absent', NO_ATTRIBUTE),
      after('SET q = absent + :v', NO_ATTRIBUTE, one),
      after('SET l = list_append(absent, :v)', NO_ATTRIBUTE, v({ L: [] })),
      after('SET n = list_append(n, :v)', WRONG_TYPE, v({ L: [] })),
      after('SET l = list_append(l, :v)', operandType('list_append', 'N'), one),
      after('SET q.x = :v', INVALID_PATH, one),
      after('SET s[0] = :v', INVALID_PATH, one),
      after('SET m[0] = :v', INVALID_PATH, one),
      after('SET l.x = :v', INVALID_PATH, one),
      after('SET m.d.e.f = :v', INVALID_PATH, one),
      after(
        'SET a = :v',
        'One or more parameter values were invalid: Cannot update attribute a. This attribute is part of the key',
        one,
      ),
      after(
        'SET q = a.b',
        "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: a",
      ),
      after(
        'SET q = list_append(:v)',
        bad(
          'Incorrect number of operands for operator or function; operator or function: list_append, number of operands: 1',
        ),
        v({ L: [] }),
      ),
      after(
        'SET q = if_not_exists(:v, n)',
        bad('Operator or function requires a document path; operator or function: if_not_exists'),
        one,
      ),
      after('SET q = if_not_exists(n, absent)', NO_ATTRIBUTE),
      after('SET q = if_not_exists(n, l[7]) + n', NO_ATTRIBUTE),
      after(
        'SET q = if_not_exists(n, n)',
        bad(
          'The first operand must be distinct from the remaining operands for this operator or function; operator: if_not_exists, first operand: [n]',
        ),
      ),
      after('SET q = size(l)', bad('The function is not allowed in an update expression; function: size')),
      after('SET q = nonsense(l)', bad('Invalid function name; function: nonsense')),
      after(
        'SET q = :v + list_append(:l, :l)',
        bad('The function is not allowed to be used this way in an expression; function: list_append'),
        { values: { ':v': { N: '1' }, ':l': { L: [] } } },
      ),
      after('SET l[99999999999] = :v', bad('List index is not within the allowable range; index: [99999999999]'), one),
    ],
  },
  {
    title: 'REMOVE',
    cases: [
      after('REMOVE n', { n: undefined }),
      after('REMOVE absent', {}),
      after('REMOVE m.k, m.absent', { m: { M: { d: { M: {} } } } }),
      after('REMOVE l[0], l[2]', { l: { L: [{ N: '2' }] } }),
      after('REMOVE l[7]', {}),
      after('REMOVE l[0] SET l[1] = :v', { l: { L: [{ N: '1' }, ITEM.l.L[2]] } }, one),
      after('REMOVE q.x', INVALID_PATH),
      after('REMOVE s.x', INVALID_PATH),
      after('REMOVE m[0]', INVALID_PATH),
      after('REMOVE l.x', INVALID_PATH),
      after(
        'REMOVE a',
        'One or more parameter values were invalid: Cannot update attribute a. This attribute is part of the key',
      ),
    ],
  },
  {
    title: 'ADD and DELETE',
    cases: [
      after('ADD n :v', { n: { N: '6' } }, one),
      after('ADD n :v', { n: { N: '4.99' } }, v({ N: '-0.01' })),
      after('ADD q :v', { q: { N: '1' } }, one),
      after('ADD m.q :v', { m: { M: { ...ITEM.m.M, q: { N: '1' } } } }, one),
      after('ADD l[0] :v', { l: { L: [{ N: '2' }, { N: '2' }, ITEM.l.L[2]] } }, one),
      after('ADD q :v', { q: { SS: ['x'] } }, v({ SS: ['x'] })),
      after('ADD ns :v', { ns: { NS: ['1', '2', '3'] } }, v({ NS: ['2', '3.0'] })),
      after('ADD bs :v', { bs: { BS: ['AQ==', 'Ag=='] } }, v({ BS: ['Ag==', 'AQ=='] })),
      after('ADD s :v', WRONG_TYPE, one),
      after('ADD ns :v', WRONG_TYPE, v({ SS: ['2'] })),
      after('ADD n :v', WRONG_TYPE, v({ NS: ['1'] })),
      after('ADD q.x :v', INVALID_PATH, one),
      after(
        'ADD n :v',
        bad(
          'Incorrect operand type for operator or function; operator: ADD, operand type: STRING, typeSet: ALLOWED_FOR_ADD_OPERAND',
        ),
        v({ S: 'x' }),
      ),
      after(
        'ADD l :v',
        bad(
          'Incorrect operand type for operator or function; operator: ADD, operand type: LIST, typeSet: ALLOWED_FOR_ADD_OPERAND',
        ),
        v({ L: [] }),
      ),
      after('ADD n n', syntax('n', 'n n')),
      after('ADD n :v + :v', syntax('+', ':v + :v'), one),
      after('DELETE ss :v', { ss: { SS: ['q'] } }, v({ SS: ['p', 'z'] })),
      after('DELETE ss :v', { ss: undefined }, v({ SS: ['p', 'q'] })),
      after('DELETE bs :v', { bs: undefined }, v({ BS: ['AQ=='] })),
      after('DELETE q :v', {}, v({ SS: ['p'] })),
      after('DELETE ss :v', WRONG_TYPE, v({ NS: ['1'] })),
      after(
        'DELETE n :v',
        bad(
          'Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER, typeSet: ALLOWED_FOR_DELETE_OPERAND',
        ),
        one,
      ),
    ],
  },
  {
    title: 'the form of an update',
    cases: [
      after(
        'SET q = :v remove s DELETE ss :w ADD n :v',
        { q: { N: '1' }, s: undefined, ss: { SS: ['q'] }, n: { N: '6' } },
        { values: { ':v': { N: '1' }, ':w': { SS: ['p'] } } },
      ),
      after('', bad('The expression can not be empty;')),
      after('SET', syntax('<EOF>', 'SET')),
      after('SET n', syntax('<EOF>', 'n')),
      after('SET n = :v,', syntax('<EOF>', ','), one),
      after('SET , n = :v', syntax(',', 'SET , n'), one),
      after('SET n = :v r = :v', syntax('r', ':v r ='), one),
      after('n = :v', syntax('n', 'n ='), one),
      after('FOO n = :v', syntax('FOO', 'FOO n'), one),
      after('SET q = :v + :v + :v', syntax('+', ':v + :v'), one),
      after('SET q = n * :v', syntax('*', 'n * :v'), one),
      after('SET (q) = :v', syntax('(', 'SET (q'), one),
      after('SET add = :v', syntax('add', 'SET add ='), one),
      after('SET q = ((:v))', bad('The expression has redundant parentheses;'), one),
      after('SET q = :v SET r = :v', bad('The "SET" section can only be used once in an update expression;'), one),
      after(
        'ADD q :v SET r = :v ADD x :v',
        bad('The "ADD" section can only be used once in an update expression;'),
        one,
      ),
      after('SET name = :v', bad('Attribute name is a reserved keyword; reserved keyword: name'), one),
      after('SET q = status', bad('Attribute name is a reserved keyword; reserved keyword: status')),
      after(
        'SET #q = :v',
        bad('An expression attribute name used in the document path is not defined; attribute name: #q'),
        one,
      ),
      after(
        'SET q = :nope',
        bad('An expression attribute value used in expression is not defined; attribute value: :nope'),
      ),
      after('SET q = :v', 'Value provided in ExpressionAttributeValues unused in expressions: keys: {:w}', {
        values: { ':v': { N: '1' }, ':w': { N: '1' } },
      }),
      after('SET n = :v, n = :v', clash('overlap', '[n]', '[n]'), one),
      after('SET m.k = :v, m = :v', clash('overlap', '[m, k]', '[m]'), one),
      after('SET m.k = :v, m[0] = :v', clash('conflict', '[m, k]', '[m, [0]]'), one),
      after('SET m.k = :v REMOVE m.k', clash('overlap', '[m, k]', '[m, k]'), one),
    ],
  },
  {
    title: 'what an update answers',
    cases: [
      returns('SET n = :v', 'NONE', undefined, one),
      returns('SET n = :v', 'ALL_OLD', { ...KEY, ...ITEM }, one),
      returns('SET n = :v, q = :v', 'UPDATED_OLD', { n: { N: '5' } }, one),
      returns('SET n = :v, q = :v', 'UPDATED_NEW', { n: { N: '1' }, q: { N: '1' } }, one),
      returns('SET q = :v', 'UPDATED_OLD', undefined, one),
      returns('REMOVE n', 'UPDATED_NEW', undefined, {}),
      returns('REMOVE n', 'UPDATED_OLD', { n: { N: '5' } }, {}),
      returns('ADD n :v', 'UPDATED_NEW', { n: { N: '6' } }, one),
      returns('SET m.k = :v', 'UPDATED_NEW', { m: { M: { k: { N: '1' } } } }, one, {
        m: { M: { k: { N: '1' }, d: { M: {} } } },
      }),
      returns('SET m.k = :v', 'UPDATED_OLD', { m: { M: { k: { S: 'v' } } } }, one, { m: ITEM.m }),
      returns('SET l[1] = :v', 'UPDATED_NEW', { l: { L: [{ N: '1' }] } }, one, {
        l: { L: [{ N: '1' }, { N: '1' }, ITEM.l.L[2]] },
      }),
      returns('SET m.fresh = :v', 'UPDATED_OLD', undefined, one),
      {
        name: 'an update makes the item that it does not find',
        given: [ABSENT],
        call: update('SET n = :v', one, { ReturnValues: 'ALL_NEW' }),
        expected: { answer: { Attributes: { ...KEY, n: { N: '1' } } } },
      },
      {
        name: 'an update without an expression makes the item that it does not find',
        given: [ABSENT],
        call: ['UpdateItem', { TableName: HASH, Key: KEY, ReturnValues: 'ALL_NEW' }],
        expected: { answer: { Attributes: KEY } },
      },
      {
        name: 'an update that only takes away makes none',
        given: [ABSENT],
        call: update('REMOVE n', {}, { ReturnValues: 'ALL_NEW' }),
        expected: { answer: {} },
        local: {
          outcome: { answer: { Attributes: KEY } },
          source: 'scylladb/scylladb test/alternator/test_item.py, test_update_item_non_existent',
        },
      },
      {
        name: 'a failing condition shows the item where it was asked to',
        given: [GIVEN],
        call: update('SET n = :v', one, {
          ConditionExpression: 'n > n2',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
        expected: {
          error: 'ConditionalCheckFailedException',
          message: 'The conditional request failed',
          details: { Item: { ...KEY, ...ITEM } },
        },
      },
      {
        name: 'an update may not make an item too large',
        given: [ABSENT],
        call: update('SET q = :v', v({ S: 'x'.repeat(400 * 1024) }), {}),
        expected: refused('Item size to update has exceeded the maximum allowed size'),
      },
    ],
  },
];
