import { type ContractCase, type ContractGroup, HASH, type Outcome, table } from '../contract';

/** A table that cannot be; AWS and DynamoDB Local have each their own words for why (dynalite test/createTable.js). */
function noTable(name: string, changes: object, aws: string, local: string): ContractCase {
  return {
    name,
    call: ['CreateTable', { ...table('contract-never', 'S'), ...changes }],
    expected: { error: 'ValidationException', message: aws },
    local: {
      outcome: { error: 'ValidationException', message: local },
      source: 'architect/dynalite test/createTable.js',
    },
  };
}

const names = (...list: readonly string[]): Outcome => ({ answer: { TableNames: list } });
const KEYS = (...list: readonly (readonly [string, string])[]): object => ({
  KeySchema: list.map(([AttributeName, KeyType]) => ({ AttributeName, KeyType })),
});

export const tableGroups: readonly ContractGroup[] = [
  {
    title: 'tables',
    cases: [
      {
        name: 'all names',
        call: ['ListTables', {}],
        expected: names('contract-binary', 'contract-hash', 'contract-number', 'contract-range'),
      },
      {
        name: 'some names',
        call: ['ListTables', { Limit: 2, ExclusiveStartTableName: 'contract-binary' }],
        expected: {
          answer: { TableNames: ['contract-hash', 'contract-number'], LastEvaluatedTableName: 'contract-number' },
        },
      },
      {
        name: 'a table that is there already',
        call: ['CreateTable', table(HASH)],
        expected: { error: 'ResourceInUseException', message: `Table already exists: ${HASH}` },
      },
      {
        name: 'a table to delete that is not there',
        call: ['DeleteTable', { TableName: 'nowhere' }],
        expected: {
          error: 'ResourceNotFoundException',
          message: 'Requested resource not found: Table: nowhere not found',
        },
      },
      {
        name: 'a stream that does not say what it shows',
        call: ['CreateTable', { ...table('contract-never'), StreamSpecification: { StreamEnabled: true } }],
        expected: {
          error: 'ValidationException',
          message: 'Invalid StreamViewType: Stream ViewType must not be null or empty when enabling streams.',
        },
      },
      noTable(
        'a key that is not defined',
        KEYS(['x', 'HASH']),
        'One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. Keys: [x], AttributeDefinitions: [a, b]',
        'Hash Key not specified in Attribute Definitions.  Type unknown.',
      ),
      noTable(
        'a definition that is no key',
        KEYS(['a', 'HASH']),
        'One or more parameter values were invalid: Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions',
        'The number of attributes in key schema must match the number of attributes defined in attribute definitions.',
      ),
      noTable(
        'a sort key first',
        KEYS(['a', 'RANGE'], ['b', 'HASH']),
        'Invalid KeySchema: The first KeySchemaElement is not a HASH key type',
        'Invalid key order. Hash Key must be specified first in key schema, Range Key must be specifed second',
      ),
      noTable(
        'two partition keys',
        KEYS(['a', 'HASH'], ['b', 'HASH']),
        'Invalid KeySchema: The second KeySchemaElement is not a RANGE key type',
        'Too many hash keys specified.  All Dynamo DB tables must have exactly one hash key',
      ),
      noTable(
        'one name for both keys',
        KEYS(['a', 'HASH'], ['a', 'RANGE']),
        'Both the Hash Key and the Range Key element in the KeySchema have the same name',
        'Two keys can not have the same name',
      ),
      noTable(
        'no billing',
        { BillingMode: undefined },
        'One or more parameter values were invalid: ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED',
        'No provisioned throughput specified for the table',
      ),
    ],
  },
  {
    title: 'time to live',
    cases: [
      {
        name: 'off at first',
        call: ['DescribeTimeToLive', { TableName: HASH }],
        expected: { answer: { TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' } } },
      },
      {
        name: 'switched on',
        call: [
          'UpdateTimeToLive',
          { TableName: HASH, TimeToLiveSpecification: { AttributeName: 'until', Enabled: true } },
        ],
        expected: { answer: { TimeToLiveSpecification: { AttributeName: 'until', Enabled: true } } },
      },
      {
        name: 'on',
        call: ['DescribeTimeToLive', { TableName: HASH }],
        expected: { answer: { TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: 'until' } } },
      },
      {
        name: 'switched on twice',
        call: [
          'UpdateTimeToLive',
          { TableName: HASH, TimeToLiveSpecification: { AttributeName: 'until', Enabled: true } },
        ],
        expected: { error: 'ValidationException', message: 'TimeToLive is already enabled' },
      },
      {
        name: 'switched off',
        call: [
          'UpdateTimeToLive',
          { TableName: HASH, TimeToLiveSpecification: { AttributeName: 'until', Enabled: false } },
        ],
        expected: { answer: { TimeToLiveSpecification: { AttributeName: 'until', Enabled: false } } },
      },
    ],
  },
];
