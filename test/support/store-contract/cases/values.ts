import { type ContractCase, type ContractGroup, HASH, type Outcome, refused } from '../contract';

const KEY = { a: { S: 'valued' } };
const parameter = (what: string): string => `One or more parameter values were invalid: ${what}`;

/** What is read of a value that was put. */
function kept(value: object, as: object = value): ContractCase {
  return {
    name: `${JSON.stringify(value).slice(0, 90)} is kept as ${JSON.stringify(as).slice(0, 60)}`,
    given: [['PutItem', { TableName: HASH, Item: { ...KEY, v: value } }]],
    call: ['GetItem', { TableName: HASH, Key: KEY, ConsistentRead: true }],
    expected: { answer: { Item: { ...KEY, v: as } } },
  };
}

/** A value that cannot be put. */
function notKept(value: object, message: string, local?: ContractCase['local']): ContractCase {
  return {
    name: `${JSON.stringify(value).slice(0, 90)} is refused`,
    call: ['PutItem', { TableName: HASH, Item: { ...KEY, v: value } }],
    expected: refused(message),
    ...(local === undefined ? {} : { local }),
  };
}

const number = (text: string, as: string): ContractCase => kept({ N: text }, { N: as });
const noNumber = (text: string): ContractCase =>
  notKept({ N: text }, `The parameter cannot be converted to a numeric value${text === '' ? '' : `: ${text}`}`);
const DIGITS = '12345678901234567890123456789012345678';
const ACCEPTED: Outcome = { answer: {} };

function nested(levels: number): object {
  let value: object = { N: '1' };
  for (let level = 1; level < levels; level += 1) value = { L: [value] };
  return value;
}

/** JSON of the wrong kind, which DynamoDB Local lets pass or stumbles over. */
function wrongJson(value: object, local: Outcome): ContractCase {
  return {
    name: `${JSON.stringify(value)} is no JSON of a value`,
    call: ['PutItem', { TableName: HASH, Item: { ...KEY, v: value } }],
    expected: { error: 'SerializationException' },
    local: { outcome: local, source: 'scylladb/scylladb test/alternator/test_number.py, test_number_in_json' },
  };
}

export const valueGroups: readonly ContractGroup[] = [
  {
    title: 'numbers',
    cases: [
      number('1', '1'),
      number('-0', '0'),
      number('+1', '1'),
      number('007.500', '7.5'),
      number('.5', '0.5'),
      number('5.', '5'),
      number('1e3', '1000'),
      number('1.5E+3', '1500'),
      number('1e-3', '0.001'),
      number('-12.50e1', '-125'),
      number('0e999', '0'),
      number('0.000', '0'),
      number(DIGITS, DIGITS),
      number(`${DIGITS}0`, `${DIGITS}0`),
      number(`0.${DIGITS}`, `0.${DIGITS}`),
      number('1e125', `1${'0'.repeat(125)}`),
      number('-1e-130', `-0.${'0'.repeat(129)}1`),
      number('9.9999999999999999999999999999999999999e125', `${'9'.repeat(38)}${'0'.repeat(88)}`),
      notKept({ N: `${DIGITS}9` }, 'Attempting to store more than 38 significant digits in a Number'),
      notKept({ N: `0.${DIGITS}9` }, 'Attempting to store more than 38 significant digits in a Number'),
      notKept(
        { N: '1e126' },
        'Number overflow. Attempting to store a number with magnitude larger than supported range',
      ),
      notKept(
        { N: '-1e5000' },
        'Number overflow. Attempting to store a number with magnitude larger than supported range',
      ),
      notKept(
        { N: '1e-131' },
        'Number underflow. Attempting to store a number with magnitude smaller than supported range',
      ),
      ...['', ' ', ' 1', '1 ', 'abc', '0x10', 'NaN', 'Infinity', '1_000', '--1', '1e', 'e5', '1d', '1,5'].map(noNumber),
    ],
  },
  {
    title: 'the other types',
    cases: [
      kept({ S: '' }),
      kept({ S: 'naïve 🌍 \u0000' }),
      kept({ B: '' }),
      kept({ B: 'AAECA/8=' }),
      kept({ BOOL: false }),
      kept({ NULL: true }),
      kept({ L: [] }),
      kept({ L: [{ S: 'x' }, { L: [{ M: {} }] }] }),
      kept({ M: {} }),
      kept({ M: { 'any name.at-all': { N: '1' }, __proto__x: { S: 'y' } } }),
      kept({ SS: ['', 'a'] }),
      kept({ NS: ['1.0', '-2'] }, { NS: ['1', '-2'] }),
      kept({ BS: ['AQ==', ''] }),
      kept(nested(32)),
      notKept(
        nested(33),
        'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit',
      ),
      notKept({ SS: [] }, parameter('An string set  may not be empty')),
      notKept({ NS: [] }, parameter('An number set  may not be empty')),
      notKept({ BS: [] }, parameter('Binary sets should not be empty')),
      notKept({ SS: ['a', 'a'] }, parameter('Input collection [a, a] contains duplicates.')),
      notKept({ NS: ['1', '1.0'] }, 'Input collection contains duplicates'),
      notKept({ BS: ['AQ==', 'AQ=='] }, parameter('Input collection [AQ==, AQ==]of type BS contains duplicates.')),
      notKept({ NULL: false }, parameter('Null attribute value types must have the value of true')),
      notKept({}, 'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes'),
      notKept({ X: '1' }, 'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes'),
      notKept({ S: null }, 'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes'),
      notKept(
        { S: 'x', N: '1' },
        'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
      ),
      notKept({ L: [{ N: 'x' }] }, 'The parameter cannot be converted to a numeric value: x'),
      notKept({ M: { '': { S: 'x' } } }, 'Empty attribute name'),
      wrongJson({ N: 5 }, ACCEPTED),
      wrongJson({ BOOL: 'true' }, ACCEPTED),
      wrongJson({ B: '***' }, { error: 'InternalFailure' }),
    ],
  },
];
