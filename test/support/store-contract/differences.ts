import type { ContractCase, Outcome } from './contract';

/** A text of AWS that DynamoDB Local says in other words. */
interface OtherWords {
  readonly aws: RegExp;
  /** What DynamoDB Local says; `$1` and so on as in a replacement. */
  readonly local: string;
  /** Who has it from AWS itself. */
  readonly source: string;
}

/**
 * dynalite's tests were run against DynamoDB itself; so were those of ScyllaDB's Alternator. Read on 2026-11-27:
 * github.com/architect/dynalite at c5e5b46 and github.com/scylladb/scylladb, folder test/alternator.
 */
const DYNALITE = 'architect/dynalite';
const API = 'docs.aws.amazon.com/amazondynamodb/latest/APIReference';

export const OTHER_WORDS: readonly OtherWords[] = [
  {
    aws: /The parameter cannot be converted to a numeric value(?:: .*?)?(?= for key|$)/,
    local: 'A value provided cannot be converted into a number',
    source: `${DYNALITE} test/putItem.js, empty/invalid numbers in Item`,
  },
  {
    aws: /Attempting to store more than 38 significant digits in a Number/,
    local: 'DynamoDB only supports precision up to 38 digits',
    source: `${DYNALITE} test/putItem.js, empty/invalid numbers in Item`,
  },
  {
    aws: /(Input collection \[.*\] contains duplicates)\.$/,
    local: '$1',
    source: `${DYNALITE} test/putItem.js, invalid values in Item`,
  },
  {
    aws: /Input collection \[.*\]of type BS contains duplicates\.$/,
    local: 'Input collection of type BS contains duplicates.',
    source: `${DYNALITE} test/putItem.js, invalid values in Item`,
  },
  {
    aws: /^One or more parameter values were invalid: Missing the key \w+ in the item$/,
    local: 'One of the required keys was not given a value',
    source: `${DYNALITE} test/putItem.js, missing key`,
  },
  {
    aws: /^(One or more parameter values were invalid: Type mismatch for key) \w+ expected: \w+ actual: \w+$/,
    local: '$1',
    source: `${DYNALITE} test/putItem.js, type mismatch for key`,
  },
  {
    aws: /^One or more parameter values were invalid: (?:Size of hashkey|Aggregated size of all range keys) has exceeded .*$/,
    local: 'Hash primary key values must be under 2048 bytes, and range primary key values must be under 1024 bytes',
    source: `${DYNALITE} test/putItem.js, hash key is too big`,
  },
  {
    aws: /^Requested resource not found(?:: Table: .*)?$/,
    local: 'Cannot do operations on a non-existent table',
    source: `${DYNALITE} test/putItem.js and test/describeTable.js`,
  },
  {
    aws: /^ReturnValues can only be ALL_OLD or NONE$/,
    local: 'Return values set to invalid value',
    source: `${DYNALITE} test/putItem.js, incorrect ReturnValues`,
  },
  {
    aws: /^1 validation error detected: Value '\w+' at 'returnValues' failed .*$/,
    local: 'Return values set to invalid value',
    source: `${DYNALITE} test/updateItem.js, incorrect ReturnValues`,
  },
  {
    aws: /^(Query condition missed key schema element): \w+$/,
    local: '$1',
    source: `${DYNALITE} test/query.js`,
  },
  {
    aws: /^1 validation error detected: Value '.*' at 'limit' failed to satisfy constraint: Member must have value greater .*$/,
    local: 'Limit must be greater than or equal to 1',
    source: `${DYNALITE} test/query.js and test/listTables.js`,
  },
  {
    aws: /^1 validation error detected: Value '.*' at 'select' failed .*$/,
    local: 'Select must be ALL_ATTRIBUTES, ALL_PROJECTED_ATTRIBUTES, COUNT, or SPECIFIC_ATTRIBUTES',
    source: `${DYNALITE} test/query.js`,
  },
  {
    aws: /^The conditional request failed$/,
    local: 'The conditional request failed',
    source: `${DYNALITE} test/putItem.js`,
  },
  {
    aws: /^Table already exists: .*$/,
    local: 'Cannot create preexisting table',
    source: `${DYNALITE} test/createTable.js`,
  },
  {
    aws: /^(Table already has an enabled stream|Table has no stream to disable): TableName: .*$/,
    local: '$1',
    source: `${API}/API_UpdateTable.html has no texts; the name of the table is ours`,
  },
];

/** What DynamoDB Local is to do with a case. */
export function localOutcome({ expected, local }: ContractCase): Outcome {
  if (local !== undefined) return local.outcome;
  if ('answer' in expected || expected.message === undefined) return expected;
  return { ...expected, message: localText(expected.message) };
}

/** A text of AWS as DynamoDB Local says it. */
export function localText(message: string): string {
  const words = OTHER_WORDS.find(({ aws }) => aws.test(message));
  return words === undefined ? message : message.replace(words.aws, words.local);
}
