import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readServiceFile } from '../../../../cli/src/stack/service-file';
import { eventSourceOf } from '../../../../cli/src/stack/stream/event-source';
import { declaredTables, streamedTable } from '../../../../cli/src/stack/tables';

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'evenkeel-home-'));
  process.env.EVENKEEL_HOME = home;
});

afterEach(() => {
  delete process.env.EVENKEEL_HOME;
  rmSync(home, { recursive: true });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(home, path)), { recursive: true });
  writeFileSync(join(home, path), text);
}

describe('a serverless.yml', () => {
  test('variables that a local run can answer are filled in, others stay', () => {
    write(
      'services/query/serverless.yml',
      `service: evenkeel-query
params:
  default: { rows: 10 }
  prod: { rows: 99 }
custom:
  names: { table: 'evenkeel-\${sls:stage}-Strategy' }
functions:
  api:
    name: \${self:service}-\${opt:stage, 'dev'}-api
    environment:
      TABLE: \${self:custom.names.table}
      ROWS: \${param:rows}
      WHO: \${env:EVENKEEL_NOBODY_SETS_THIS, 'nobody'}
      ARN: !Sub 'arn:\${AWS::Partition}:x'
      STREAM: !GetAtt Table.StreamArn
      SECRET: \${ssm:/secret}
`,
    );
    const { functions, service } = readServiceFile('query', 'test');
    expect(service).toBe('evenkeel-query');
    expect(functions.api).toEqual({
      name: 'evenkeel-query-test-api',
      environment: {
        TABLE: 'evenkeel-test-Strategy',
        ROWS: 10,
        WHO: 'nobody',
        ARN: { 'Fn::Sub': 'arn:${AWS::Partition}:x' },
        STREAM: { 'Fn::GetAtt': 'Table.StreamArn' },
        SECRET: '${ssm:/secret}',
      },
    });
  });

  test('resources may be several files', () => {
    write(
      'services/ingestion/serverless.yml',
      'service: i\nresources:\n  - ${file(a.yml)}\n  - ${file(./more/b.yml)}\n',
    );
    write('services/ingestion/a.yml', 'Resources: { A: { Type: X } }\n');
    write('services/ingestion/more/b.yml', 'Resources: { B: { Type: Y, Name: "b-${sls:stage}" } }\n');
    expect(readServiceFile('ingestion', 'dev').resources).toEqual({
      A: { Type: 'X' },
      B: { Type: 'Y', Name: 'b-dev' },
    });
  });

  test('parts may come from a file that all services share, whose own variables are filled in too', () => {
    write(
      'services/common.yml',
      `node: 24
target: \${env:EVENKEEL_NOBODY_SETS_THIS, file(../common.yml):deployed}
deployed: node\${file(../common.yml):node}
provider:
  region: \${opt:region, env:EVENKEEL_NOBODY_SETS_THIS, 'here'}
  httpApi: \${self:custom.httpApi, null}
  environment: { STAGE: '\${sls:stage}' }
tables: { strategy: 'evenkeel-\${sls:stage}-Strategy' }
`,
    );
    write(
      'services/strategy/serverless.yml',
      `service: evenkeel-strategy
provider: \${file(../common.yml):provider}
custom:
  esbuild: \${file(../common.yml)}
  environment: { TABLE: '\${file(../common.yml):tables.strategy}' }
functions:
  rebuild:
    environment: \${self:custom.environment}
    stage: \${self:provider.environment.STAGE}
    region: \${self:provider.region}
    api: \${self:provider.httpApi, null}
    target: \${self:custom.esbuild.target}
    open: \${file(who.cjs):answer}
resources:
  - Description: two parts
  - \${file(resources/roles.yml)}
`,
    );
    write(
      'services/strategy/resources/roles.yml',
      'Resources:\n  Role: { Name: "${self:service}-${sls:stage}-rebuild-${self:provider.region}", T: "${file(../common.yml):tables.strategy}" }\n',
    );
    const { functions, resources } = readServiceFile('strategy', 'test');
    expect(functions.rebuild).toEqual({
      environment: { TABLE: 'evenkeel-test-Strategy' },
      stage: 'test',
      region: 'here',
      api: null,
      target: 'node24',
      open: '\${file(who.cjs):answer}',
    });
    expect(resources).toEqual({ Role: { Name: 'evenkeel-strategy-test-rebuild-here', T: 'evenkeel-test-Strategy' } });
  });

  test('a stage that has a block of params says what others leave to the default', () => {
    write(
      'services/common.yml',
      "params:\n  default: { portfolios: \"${env:EVENKEEL_NONE, ''}\", rows: 5 }\n  prod: { portfolios: 'a,b' }\n",
    );
    write(
      'services/strategy/serverless.yml',
      'service: s\nparams: ${file(../common.yml):params}\nfunctions: { f: { names: "${param:portfolios}", rows: "${param:rows}" } }\n',
    );
    expect(readServiceFile('strategy', 'prod').functions.f).toEqual({ names: 'a,b', rows: 5 });
    expect(readServiceFile('strategy', 'dev').functions.f).toEqual({ names: '', rows: 5 });
  });

  test('a shared file that is missing is named', () => {
    write('services/query/serverless.yml', 'service: evenkeel-query\nfunctions: ${file(../common.yml):functions}\n');
    expect(() => readServiceFile('query', 'dev')).toThrow(/services\/common\.yml cannot be read: .*ENOENT/);
  });

  test('what cannot be read is named with its line', () => {
    write('services/query/serverless.yml', 'service: [\n');
    expect(() => readServiceFile('query', 'dev')).toThrow(/services\/query\/serverless\.yml cannot be read: .*\(2:1\)/);
  });

  test('a variable that refers to itself is an error, not a hang', () => {
    write('services/query/serverless.yml', 'service: "${self:custom.a}"\ncustom: { a: "x${self:custom.a}" }\n');
    expect(() => readServiceFile('query', 'dev')).toThrow(/refers to itself/);
  });
});

const TABLE = `service: evenkeel-ingestion
resources:
  Resources:
    PriceHistoryTable:
      Type: AWS::DynamoDB::Table
      DeletionPolicy: Retain
      Properties:
        TableName: evenkeel-\${sls:stage}-PriceHistory
        BillingMode: PAY_PER_REQUEST
        DeletionProtectionEnabled: true
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true }
        SSESpecification: { SSEEnabled: true }
        AttributeDefinitions:
          - { AttributeName: ticker, AttributeType: S }
          - { AttributeName: timestamp, AttributeType: S }
        KeySchema:
          - { AttributeName: ticker, KeyType: HASH }
          - { AttributeName: timestamp, KeyType: RANGE }
        StreamSpecification: { StreamViewType: NEW_AND_OLD_IMAGES }
`;

describe('tables of the services', () => {
  beforeEach(() => {
    write('services/strategy/serverless.yml', 'service: evenkeel-strategy\n');
    write('services/query/serverless.yml', 'service: evenkeel-query\n');
  });

  test('keep what DynamoDB Local knows: name, keys, stream', () => {
    write('services/ingestion/serverless.yml', TABLE);
    expect(declaredTables('dev')).toEqual([
      {
        TableName: 'evenkeel-dev-PriceHistory',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [
          { AttributeName: 'ticker', AttributeType: 'S' },
          { AttributeName: 'timestamp', AttributeType: 'S' },
        ],
        KeySchema: [
          { AttributeName: 'ticker', KeyType: 'HASH' },
          { AttributeName: 'timestamp', KeyType: 'RANGE' },
        ],
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
      },
    ]);
    expect(streamedTable('prod')).toBe('evenkeel-prod-PriceHistory');
  });

  test.each([
    [/AttributeType: S/g, 'AttributeType: X', /AttributeType is "X"; write one of S, N, B/],
    [/TableName: .*/, 'TableName: !Ref Name', /TableName is \{"Ref":"Name"\}/],
  ])('a declaration that cannot be understood names file and key', (pattern, replacement, message) => {
    write('services/ingestion/serverless.yml', TABLE.replace(pattern, replacement));
    expect(() => declaredTables('dev')).toThrow(message);
    expect(() => declaredTables('dev')).toThrow(/services\/ingestion\/serverless\.yml/);
  });

  test('without a stream the missing link is named', () => {
    write('services/ingestion/serverless.yml', TABLE.replace(/ +StreamSpecification.*\n/, ''));
    expect(() => streamedTable('dev')).toThrow(/no table of the services has a StreamSpecification/);
  });
});

describe('the stream event of a service', () => {
  const event = (more: string): string =>
    `service: evenkeel-strategy\nfunctions:\n  recompute:\n    events:\n      - schedule: rate(1 day)\n      - stream: { type: dynamodb, arn: x${more} }\n`;

  test('says how records are delivered', () => {
    write(
      'services/strategy/serverless.yml',
      event(
        ', batchSize: 10, batchWindow: 20, maximumRetryAttempts: 3, maximumRecordAgeInSeconds: 60, startingPosition: LATEST, parallelizationFactor: 1, bisectBatchOnFunctionError: true, functionResponseType: ReportBatchItemFailures, filterPatterns: [{ eventName: [INSERT] }]',
      ),
    );
    expect(eventSourceOf(readServiceFile('strategy', 'dev'), 'dev')).toEqual({
      functionName: 'evenkeel-strategy-dev-recompute',
      batchSize: 10,
      batchWindowMs: 20_000,
      bisectOnError: true,
      retries: 3,
      maxAgeMs: 60_000,
      reportsFailures: true,
      startingPosition: 'LATEST',
      patterns: [{ eventName: ['INSERT'] }],
    });
  });

  test("has AWS's defaults where it says nothing", () => {
    write('services/strategy/serverless.yml', event(''));
    expect(eventSourceOf(readServiceFile('strategy', 'dev'), 'dev')).toMatchObject({
      batchSize: 100,
      batchWindowMs: 0,
      retries: Infinity,
      maxAgeMs: Infinity,
      bisectOnError: false,
      reportsFailures: false,
      startingPosition: 'TRIM_HORIZON',
    });
    write('services/strategy/serverless.yml', event(', maximumRetryAttempts: -1, maximumRecordAgeInSeconds: -1'));
    expect(eventSourceOf(readServiceFile('strategy', 'dev'), 'dev')).toMatchObject({
      retries: Infinity,
      maxAgeMs: Infinity,
    });
  });

  test.each([
    ['parallelizationFactor: 2', /parallelizationFactor of the stream event: 2 is not done here, only 1;/],
    [
      'tumblingWindowInSeconds: 30',
      /tumblingWindowInSeconds of the stream event: tumblingWindowInSeconds is not done here/,
    ],
    ['consumer: true', /consumer is not done here/],
    ['enabled: false', /enabled of the stream event: false is not done here/],
    ['startingPosition: AT_TIMESTAMP', /"AT_TIMESTAMP" is not done here, only TRIM_HORIZON, LATEST/],
    ['batchSize: 20000', /batchSize of the stream event: 20000 is not between 1 and 10000/],
    ['batchWindow: 301', /batchWindow of the stream event: 301 is not between 0 and 300/],
    ['maximumRecordAgeInSeconds: 59', /59 is not between 60 and 604800/],
    ['filterPatterns: [{ eventName: [{ wildcard: "*" }] }]', /filterPatterns: eventName: there is no rule "wildcard"/],
    ['filterPatterns: [{ eventName: INSERT }]', /filterPatterns: eventName is "INSERT"; write a list/],
  ])('that wants %s is refused by name', (more, message) => {
    write('services/strategy/serverless.yml', event(`, ${more}`));
    expect(() => eventSourceOf(readServiceFile('strategy', 'dev'), 'dev')).toThrow(message);
  });

  test('is missed where there is none', () => {
    write('services/strategy/serverless.yml', 'service: evenkeel-strategy\nfunctions: { recompute: { handler: x } }\n');
    expect(() => eventSourceOf(readServiceFile('strategy', 'dev'), 'dev')).toThrow(/no function has a stream event/);
  });
});
