import { CONDITION_FAILED, type ContractCase, type ContractGroup, HASH, type Outcome, refused } from '../contract';

/** One attribute of each kind, and documents. */
const ITEM = {
  a: { S: 'item' },
  n: { N: '5' },
  s: { S: 'strong' },
  b: { B: 'AQID' },
  t: { BOOL: true },
  z: { NULL: true },
  l: { L: [{ N: '1' }, { S: 'x' }, { M: { k: { S: 'deep' } } }] },
  m: { M: { k: { S: 'v' }, d: { M: { q: { N: '7' } } } } },
  ss: { SS: ['p', 'q'] },
  ns: { NS: ['1', '2'] },
  bs: { BS: ['AQ==', 'Ag=='] },
  e: { S: '' },
};

interface Placeholders {
  readonly values?: object;
  readonly names?: object;
}

/** A put under a condition: `true` when it is to go through, `false` when it is not, or the error's text. */
function when(
  condition: string,
  expected: boolean | string,
  { values, names }: Placeholders = {},
  local?: ContractCase['local'],
): ContractCase {
  const outcome: Outcome =
    typeof expected === 'string' ? refused(expected) : expected ? { answer: {} } : CONDITION_FAILED;
  return {
    name: `${condition.slice(0, 80)} ${values === undefined ? '' : JSON.stringify(values).slice(0, 80)}`,
    given: [['PutItem', { TableName: HASH, Item: ITEM }]],
    call: [
      'PutItem',
      {
        TableName: HASH,
        Item: ITEM,
        ConditionExpression: condition,
        ...(values === undefined ? {} : { ExpressionAttributeValues: values }),
        ...(names === undefined ? {} : { ExpressionAttributeNames: names }),
      },
    ],
    expected: outcome,
    ...(local === undefined ? {} : { local }),
  };
}

const bad = (what: string): string => `Invalid ConditionExpression: ${what}`;
const syntax = (token: string, near: string): string => bad(`Syntax error; token: "${token}", near: "${near}"`);
const N = (text: string) => ({ values: { ':v': { N: text } } });
const S = (text: string) => ({ values: { ':v': { S: text } } });
const two = (v: object, w: object) => ({ values: { ':v': v, ':w': w } });

export const conditionGroups: readonly ContractGroup[] = [
  {
    title: 'comparisons',
    cases: [
      when('n = :v', true, N('5')),
      when('n = :v', true, N('5.00')),
      when('n = :v', false, S('5')),
      when('n <> :v', true, S('5')),
      when('n <> :v', false, N('5')),
      when('n < :v', true, N('5.0000000000000000000000000000000000001')),
      when('n < :v', false, N('5')),
      when('n <= :v', true, N('5')),
      when('n > :v', true, N('-1e100')),
      when('n >= :v', false, N('50')),
      when(':v > n', true, N('50')),
      when('n < :v', false, S('9')),
      when('s < :v', true, S('strong ')),
      when('s > :v', true, S('straße')),
      when('s > :v', false, S('zebra')),
      when('b = :v', true, { values: { ':v': { B: 'AQID' } } }),
      when('b < :v', true, { values: { ':v': { B: 'AQIE' } } }),
      when('b > :v', true, { values: { ':v': { B: 'AQI=' } } }),
      when('t = :v', true, { values: { ':v': { BOOL: true } } }),
      when('t = :v', false, { values: { ':v': { BOOL: false } } }),
      when('z = :v', true, { values: { ':v': { NULL: true } } }),
      when('ss = :v', true, { values: { ':v': { SS: ['q', 'p'] } } }),
      when('ss = :v', false, { values: { ':v': { SS: ['q'] } } }),
      when('ns = :v', true, { values: { ':v': { NS: ['2.0', '1'] } } }),
      when('bs = :v', true, { values: { ':v': { BS: ['Ag==', 'AQ=='] } } }),
      when('l = :v', true, { values: { ':v': ITEM.l } }),
      when('l = :v', false, { values: { ':v': { L: [...ITEM.l.L].reverse() } } }),
      when('m = :v', true, { values: { ':v': ITEM.m } }),
      when('m = :v', false, { values: { ':v': { M: { k: { S: 'v' } } } } }),
      when('absent = :v', false, N('5')),
      when('absent <> :v', true, N('5')),
      when('absent < :v', false, N('5')),
      when('absent = lacking', false),
      when('absent <> lacking', true),
      when('n = s', false),
      when(':v = :v', true, N('1')),
      when(
        't < :v',
        bad('Incorrect operand type for operator or function; operator or function: <, operand type: BOOL'),
        {
          values: { ':v': { BOOL: true } },
        },
      ),
      when(
        'n >= :v',
        bad('Incorrect operand type for operator or function; operator or function: >=, operand type: L'),
        {
          values: { ':v': { L: [] } },
        },
      ),
      when(
        'n = n',
        bad(
          'The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [n]',
        ),
      ),
      when(
        'l[0] <> l[0]',
        bad(
          'The first operand must be distinct from the remaining operands for this operator or function; operator: <>, first operand: [l, [0]]',
        ),
      ),
    ],
  },
  {
    title: 'between and in',
    cases: [
      when('n BETWEEN :v AND :w', true, two({ N: '5' }, { N: '6' })),
      when('n BETWEEN :v AND :w', true, two({ N: '-1' }, { N: '5' })),
      when('n BETWEEN :v AND :w', false, two({ N: '5.1' }, { N: '6' })),
      when('n between :v and :w', false, two({ S: 'a' }, { S: 'b' })),
      when(':v BETWEEN n AND :w', true, two({ N: '5' }, { N: '9' })),
      when('absent BETWEEN :v AND :w', false, two({ N: '5' }, { N: '6' })),
      when('n BETWEEN :v AND :w AND s = :s', true, {
        values: { ':v': { N: '5' }, ':w': { N: '5' }, ':s': { S: 'strong' } },
      }),
      when(
        'n BETWEEN :v AND :w',
        bad(
          'The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:2}, upper bound operand: AttributeValue: {N:1}',
        ),
        two({ N: '2' }, { N: '1' }),
      ),
      when(
        'n BETWEEN :v AND :w',
        bad(
          'The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {N:2}, upper bound operand: AttributeValue: {S:x}',
        ),
        two({ N: '2' }, { S: 'x' }),
      ),
      when('n BETWEEN :v', syntax('<EOF>', ':v'), N('1')),
      when('n BETWEEN :v OR :v', syntax('OR', ':v OR :v'), N('1')),
      when('n IN (:v)', true, N('5')),
      when('n IN (:w, :v)', true, two({ N: '5' }, { S: 'x' })),
      when('n IN (:v, s, absent)', false, N('6')),
      when('s in (:v, size(l))', true, S('strong')),
      when('l IN (:v)', true, { values: { ':v': ITEM.l } }),
      when('n IN ()', syntax(')', '()')),
      when('n IN :v', syntax(':v', 'IN :v'), N('1')),
      when('n IN (:v,)', syntax(')', ',)'), N('1')),
      when(
        'n IN (n)',
        bad(
          'The first operand must be distinct from the remaining operands for this operator or function; operator: IN, first operand: [n]',
        ),
      ),
      when(`n IN (${Array.from({ length: 100 }, () => ':v').join(',')})`, true, N('5')),
      when(
        `n IN (${Array.from({ length: 101 }, () => ':v').join(',')})`,
        bad('The IN operator is provided with too many operands; number of operands: 101'),
        N('5'),
      ),
    ],
  },
  {
    title: 'functions',
    cases: [
      when('attribute_exists(a)', true),
      when('attribute_exists(absent)', false),
      when('attribute_not_exists(absent)', true),
      when('attribute_not_exists(m.d.q)', false),
      when('attribute_exists(m.d.q)', true),
      when('attribute_exists(l[2].k)', true),
      when('attribute_exists(l[3])', false),
      when('attribute_exists(m[0])', false),
      when('attribute_exists(l.k)', false),
      when('attribute_exists(toString)', false),
      when('attribute_exists(#c)', false, { names: { '#c': 'constructor' } }),
      when('attribute_type(s, :v)', true, S('S')),
      when('attribute_type(l, :v)', true, S('L')),
      when('attribute_type(n, :v)', false, S('NS')),
      when('attribute_type(absent, :v)', false, S('S')),
      when(
        'attribute_type(s, :v)',
        bad('Invalid attribute type name found; type: X, valid types: {N,BS,L,B,NULL,M,S,SS,NS,BOOL}'),
        S('X'),
      ),
      when(
        'attribute_type(s, :v)',
        bad('Incorrect operand type for operator or function; operator or function: attribute_type, operand type: N'),
        N('1'),
      ),
      when('begins_with(s, :v)', true, S('str')),
      when('begins_with(s, :v)', true, S('')),
      when('begins_with(s, :v)', false, S('strongest')),
      when('begins_with(b, :v)', true, { values: { ':v': { B: 'AQI=' } } }),
      when('begins_with(n, :v)', false, S('5')),
      when('begins_with(absent, :v)', false, S('5')),
      when('begins_with(s, e)', true),
      when(
        'begins_with(s, :v)',
        bad('Incorrect operand type for operator or function; operator or function: begins_with, operand type: N'),
        N('1'),
      ),
      when(
        'begins_with(s, s)',
        bad(
          'The first operand must be distinct from the remaining operands for this operator or function; operator: begins_with, first operand: [s]',
        ),
      ),
      when('contains(s, :v)', true, S('ron')),
      when('contains(s, :v)', false, S('RON')),
      when('contains(s, :v)', false, N('1')),
      when('contains(b, :v)', true, { values: { ':v': { B: 'Ag==' } } }),
      when('contains(ss, :v)', true, S('q')),
      when('contains(ss, :v)', false, S('r')),
      when('contains(ns, :v)', true, N('2.0')),
      when('contains(bs, :v)', true, { values: { ':v': { B: 'Ag==' } } }),
      when('contains(l, :v)', true, S('x')),
      when('contains(l, :v)', true, { values: { ':v': { M: { k: { S: 'deep' } } } } }),
      when('contains(l, :v)', false, S('deep')),
      when('contains(m, :v)', false, S('v')),
      when('contains(n, :v)', false, N('5')),
      when('contains(absent, :v)', false, S('x')),
      when('contains(:v, s)', true, S('very strong indeed')),
      when('size(s) = :v', true, N('6')),
      when('size(e) = :v', true, N('0')),
      when('size(b) = :v', true, N('3')),
      when('size(l) = :v', true, N('3')),
      when('size(m) = :v', true, N('2')),
      when('size(ss) = :v', true, N('2')),
      when('size(ns) >= :v', true, N('2')),
      when('size(bs) < :v', false, N('2')),
      when('size(n) = :v', false, N('1')),
      when('size(absent) = :v', false, N('0')),
      when('size(absent) <> :v', true, N('0')),
      when('size(l) < size(s)', true),
      when('size(m.d) between :v and :v', true, N('1')),
      when('size(:v) > n', true, S('longer')),
      when(
        'size(:v) > n',
        bad('Incorrect operand type for operator or function; operator or function: size, operand type: N'),
        N('1'),
      ),
      when(
        'size(size(s)) = :v',
        bad('Incorrect operand type for operator or function; operator or function: size, operand type: N'),
        N('1'),
      ),
      when('size(s)', bad('The function is not allowed to be used this way in an expression; function: size')),
      when(
        'n < attribute_exists(s)',
        bad('The function is not allowed to be used this way in an expression; function: attribute_exists'),
      ),
      when(
        'attribute_exists(s) = :v',
        bad('The function is not allowed to be used this way in an expression; function: attribute_exists'),
        N('1'),
      ),
      when('nonsense(s)', bad('Invalid function name; function: nonsense')),
      when('Attribute_Exists(s)', bad('Invalid function name; function: Attribute_Exists')),
      when(
        'if_not_exists(s, n) = :v',
        bad('The function is not allowed in a condition expression; function: if_not_exists'),
        N('1'),
      ),
      when(
        'attribute_exists(:v)',
        bad('Operator or function requires a document path; operator or function: attribute_exists'),
        N('1'),
      ),
      when(
        'attribute_exists(s, n)',
        bad(
          'Incorrect number of operands for operator or function; operator or function: attribute_exists, number of operands: 2',
        ),
      ),
      when(
        'begins_with(s)',
        bad(
          'Incorrect number of operands for operator or function; operator or function: begins_with, number of operands: 1',
        ),
      ),
      when(
        'contains(s, n, l)',
        bad(
          'Incorrect number of operands for operator or function; operator or function: contains, number of operands: 3',
        ),
      ),
      when('attribute_exists()', syntax(')', '()')),
      when('attribute_exists(s', syntax('<EOF>', 's')),
      when('attribute_exists', syntax('<EOF>', 'attribute_exists')),
    ],
  },
  {
    title: 'and, or, not and parentheses',
    cases: [
      when('n = :v OR s = :v AND absent = :v', true, N('5')),
      when('(n = :v OR s = :v) AND absent = :v', false, N('5')),
      when('NOT n = :v', false, N('5')),
      when('NOT n = :v OR n = :v', true, N('5')),
      when('NOT (n = :v AND s = :v)', true, N('5')),
      when('not not n = :v', true, N('5')),
      when('(n) = (:v)', true, N('5')),
      when('n = :v And nOPE = :v', false, N('5')),
      when('((n = :v) OR (s = :v))', true, N('5')),
      when('((n = :v))', bad('The expression has redundant parentheses;'), N('5')),
      when('n = ((:v))', bad('The expression has redundant parentheses;'), N('5')),
      when('(n)', syntax('<EOF>', ')')),
      when('(n = :v) = s', syntax('=', ') = s'), N('5')),
      when('(n = :v', syntax('<EOF>', ':v'), N('5')),
      when('n = :v)', syntax(')', ':v)'), N('5')),
      when('n AND s', syntax('AND', 'n AND s')),
      when('NOT', syntax('<EOF>', 'NOT')),
      when('n = :v AND', syntax('<EOF>', 'AND'), N('5')),
      when('n = :v OR OR n = :v', syntax('OR', 'OR OR n'), N('5')),
    ],
  },
  {
    title: 'paths and names',
    cases: [
      when('m.d.q = :v', true, N('7')),
      when('l[2].k = :v', true, S('deep')),
      when('m . d . q = :v', true, N('7')),
      when('l [ 0 ]\n=\t:v', true, N('1')),
      when('#m.#i.q = :v', true, { ...N('7'), names: { '#m': 'm', '#i': 'd' } }),
      when('#d = :v', false, { ...N('7'), names: { '#d': 'm.d.q' } }),
      when('name = :v', bad('Attribute name is a reserved keyword; reserved keyword: name'), N('1')),
      when('m.Status = :v', bad('Attribute name is a reserved keyword; reserved keyword: Status'), N('1')),
      when(
        '#u = :v',
        bad('An expression attribute name used in the document path is not defined; attribute name: #u'),
        N('1'),
      ),
      when('n = :u', bad('An expression attribute value used in expression is not defined; attribute value: :u')),
      when(
        'n = :v',
        'Value provided in ExpressionAttributeValues unused in expressions: keys: {:w}',
        two({ N: '5' }, { N: '5' }),
      ),
      when('n = :v', 'Value provided in ExpressionAttributeNames unused in expressions: keys: {#x}', {
        ...N('5'),
        names: { '#x': 'y' },
      }),
      when('n = :v', 'ExpressionAttributeNames must not be empty', { ...N('5'), names: {} }),
      when('n = s', 'ExpressionAttributeValues must not be empty', { values: {} }),
      when('n = :v', 'ExpressionAttributeValues contains invalid key: Syntax error; key: "v"', {
        values: { v: { N: '1' } },
      }),
      when('n = :v', 'ExpressionAttributeValues contains invalid key: Syntax error; key: ":a-b"', {
        values: { ':a-b': { N: '1' } },
      }),
      when('n = #n', 'ExpressionAttributeNames contains invalid key: Syntax error; key: "n"', { names: { n: 'x' } }),
      when('n = #n', 'ExpressionAttributeNames contains invalid value: Empty attribute name for key #n', {
        names: { '#n': '' },
      }),
      when(
        'n = :v',
        'ExpressionAttributeValues contains invalid value: The parameter cannot be converted to a numeric value: x for key :v',
        N('x'),
      ),
      when(
        'n = :v',
        'ExpressionAttributeValues contains invalid value: One or more parameter values were invalid: An string set  may not be empty for key :v',
        { values: { ':v': { SS: [] } } },
      ),
      when('l[2147483647] = :v', false, N('1')),
      when('l[2147483648] = :v', bad('List index is not within the allowable range; index: [2147483648]'), N('1')),
      when(`m${'.k'.repeat(31)} = :v`, false, N('1')),
      when(
        `m${'.k'.repeat(32)} = :v`,
        bad('The document path has too many nesting levels; nesting levels: 33'),
        N('1'),
      ),
      when(
        'a.k = :v',
        "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: a",
        N('1'),
      ),
      when('l[-1] = :v', syntax('-', '[-1'), N('1')),
      when('l[01] = :v', syntax('1', '01]'), N('1')),
      when('l[k] = :v', syntax('k', '[k]'), N('1')),
      when('m..k = :v', syntax('.', '..k'), N('1')),
      when('m.1 = :v', syntax('1', '.1 ='), N('1')),
      when(':v.k = :v', syntax('.', ':v.k'), N('1')),
      when('between = :v', syntax('between', 'between ='), N('1')),
      when('m.set = :v', syntax('set', '.set ='), N('1')),
      when('_n = :v', syntax('_', '_n'), N('1')),
      when('1n = :v', syntax('1', '1n'), N('1')),
      when('é = :v', syntax('é', 'é ='), N('1')),
      when('n == :v', syntax('=', '== :v'), N('1')),
      when("n = 'x'", syntax("'", "= 'x")),
      when('n = 1', syntax('1', '= 1')),
      when('n ! s', syntax('!', 'n ! s')),
      when('  = s', syntax('=', '  = s')),
      when('n = :v ;', syntax(';', ':v ;'), N('1')),
      when('n', syntax('<EOF>', 'n')),
      when('n + s = :v', syntax('+', 'n + s'), N('1')),
      when('', bad('The expression can not be empty;')),
      when(' ', syntax('<EOF>', ' ')),
      when(`n = :v${' '.repeat(4090)}`, true, N('5')),
      when(
        `n = :v${' '.repeat(4091)}`,
        bad('Expression size has exceeded the maximum allowed size; expression size: 4097'),
        N('5'),
      ),
      when(Array.from({ length: 150 }, () => 'n=:v').join(' OR '), true, N('5')),
      when(
        Array.from({ length: 151 }, () => 'n=:v').join(' OR '),
        bad('The expression contains too many operators; operator count: 301'),
        N('5'),
      ),
      when('size = :v', bad('Attribute name is a reserved keyword; reserved keyword: size'), N('1'), {
        outcome: CONDITION_FAILED,
        source: 'docs.aws.amazon.com/amazondynamodb/latest/developerguide/ReservedWords.html lists SIZE',
      }),
      when('convert = :v', bad('Attribute name is a reserved keyword; reserved keyword: convert'), N('1'), {
        outcome: CONDITION_FAILED,
        source: 'docs.aws.amazon.com/amazondynamodb/latest/developerguide/ReservedWords.html lists CONVERT',
      }),
      // What is wrong with the words is found before what is wrong with their meaning, whatever comes first.
      when('n = :u AND name = :v', bad('Attribute name is a reserved keyword; reserved keyword: name'), N('1')),
      when('n = n AND nonsense(s)', bad('Invalid function name; function: nonsense')),
      when('name = :v AND ((n = :v))', bad('The expression has redundant parentheses;'), N('1')),
    ],
  },
];
