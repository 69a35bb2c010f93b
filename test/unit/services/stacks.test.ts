import * as z from 'zod/mini';
import { SERVICES } from '../../../cli/src/project-home';
import { readServiceFile } from '../../../cli/src/stack/service-file';
import { textOf } from '../../support/repository';

const STAGE = 'test';
const statement = z.object({
  Effect: z.literal('Allow'),
  Action: z.union([z.string(), z.array(z.string())]),
  Resource: z.unknown(),
});
const role = z.object({
  Type: z.literal('AWS::IAM::Role'),
  Properties: z.object({
    AssumeRolePolicyDocument: z.object({ Statement: z.array(z.object({ Action: z.literal('sts:AssumeRole') })) }),
    Policies: z.array(z.object({ PolicyDocument: z.object({ Statement: z.array(statement) }) })),
  }),
});
const functions = z.record(z.string(), z.looseObject({ role: z.string() }));
const resources = z.record(
  z.string(),
  z.looseObject({ Type: z.string(), Properties: z.record(z.string(), z.unknown()) }),
);

/** The tables that each service declares, and alone may write. */
const TABLES = { ingestion: ['IngestionTable', 'PriceHistoryTable'], strategy: ['StrategyTable'], query: [] };

describe.each(SERVICES)('the stack of %s', (service) => {
  const file = readServiceFile(service, STAGE);
  const declared = resources.parse(file.resources);
  const roles = Object.entries(functions.parse(file.functions)).map(([name, { role: logicalId }]) => ({
    name,
    logicalId,
    statements: role
      .parse(declared[logicalId])
      .Properties.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement),
  }));
  const statements = roles.flatMap((each) => each.statements);

  it('has a role of its own for each function', () => {
    expect(new Set(roles.map(({ logicalId }) => logicalId)).size).toBe(roles.length);
    expect(roles.length).toBeGreaterThan(0);
  });

  it('grants exact actions on exact resources; of a log group all streams, whose names AWS makes up', () => {
    for (const { Action: action, Resource: resource } of statements) {
      expect(JSON.stringify(action)).not.toContain('*');
      expect(JSON.stringify(resource).replace(/:log-group:[^"*]+:\*/, '')).not.toContain('*');
    }
  });

  it('lets each function write its own log', () => {
    for (const { name, statements: own } of roles) {
      const logs = own.filter(({ Action: action }) => JSON.stringify(action).includes('logs:'));
      expect(JSON.stringify(logs.map(({ Resource: resource }) => resource))).toMatch(
        new RegExp(`^\\[\\{"Fn::Sub":"arn:[^"]+:log-group:/aws/lambda/${file.service}-${STAGE}-${name}:\\*"\\}\\]$`),
      );
    }
  });

  it('writes only to the tables that are its own', () => {
    const written = statements
      .filter(({ Action: action }) => /dynamodb:(Put|Update|Delete|BatchWrite)/.test(JSON.stringify(action)))
      .map(({ Resource: resource }) => JSON.stringify(resource));
    expect([...new Set(written)].sort()).toEqual(TABLES[service].map((table) => `{"Fn::GetAtt":["${table}","Arn"]}`));
  });

  it('names what it makes by one rule', () => {
    // Without a name of its own a function has the framework's, which is the rule: evenkeel-<service>-<stage>-<function>.
    for (const definition of Object.values(file.functions)) expect(definition).not.toHaveProperty('name');
    const names = Object.values(declared)
      .filter(({ Type: type }) => type !== 'AWS::IAM::Role')
      .flatMap(({ Type: type, Properties: properties }) => {
        const name = properties[NAME_OF[type] ?? ''];
        return typeof name === 'string' ? [{ type, name }] : [{ type, name: '' }];
      });
    for (const { type, name } of names) {
      const scope = HELD_BY_OTHERS.includes(type) ? `evenkeel-${STAGE}-` : `${file.service}-${STAGE}-`;
      expect(`${type} ${name}`).toMatch(new RegExp(`^${type} ${scope}[A-Za-z0-9-]+$`));
    }
    expect(new Set(names.map(({ type, name }) => `${type} ${name}`)).size).toBe(names.length);
  });

  it('keeps, protects, encrypts and can restore each table', () => {
    const tables = Object.entries(declared).filter(([, { Type: type }]) => type === 'AWS::DynamoDB::Table');
    expect(tables.map(([name]) => name).sort()).toEqual(TABLES[service]);
    for (const [, table] of tables) {
      expect(table).toMatchObject({
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
        Properties: {
          BillingMode: 'PAY_PER_REQUEST',
          DeletionProtectionEnabled: true,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          SSESpecification: { SSEEnabled: true },
        },
      });
    }
  });

  it('takes from common.yml what all services share', () => {
    const text = textOf(`services/${service}/serverless.yml`);
    for (const part of ['plugins', 'provider', 'package', 'params']) {
      expect(text).toContain(`\n${part}: \${file(../common.yml):${part}}\n`);
    }
    for (const part of ['esbuild', 'serverless-offline']) {
      expect(text).toContain(`\n  ${part}: \${file(../common.yml):${part}}\n`);
    }
  });
});

/** What a resource's name is called, by its type. */
const NAME_OF: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::Scheduler::Schedule': 'Name',
};
/** Known by the stage alone: other stacks and people hold on to these. */
const HELD_BY_OTHERS = ['AWS::DynamoDB::Table', 'AWS::SNS::Topic'];

describe('the portfolios that a stage chooses', () => {
  const Told = z.looseObject({ environment: z.looseObject({ EVENKEEL_PORTFOLIOS: z.string() }) });
  const told = () =>
    (['ingestion', 'strategy'] as const).flatMap((service) =>
      Object.values(readServiceFile(service, STAGE).functions).map(
        (definition) => Told.parse(definition).environment.EVENKEEL_PORTFOLIOS,
      ),
    );
  afterEach(() => jest.restoreAllMocks());

  it('are all of them by itself, for whoever fetches prices and whoever computes targets', () => {
    jest.replaceProperty(process, 'env', { ...process.env, EVENKEEL_PORTFOLIOS: '' });
    expect(told()).toEqual(['', '', '', '', '', '']);
  });

  it('are those that the environment of a deployment names', () => {
    jest.replaceProperty(process, 'env', { ...process.env, EVENKEEL_PORTFOLIOS: 'hedged,mine' });
    expect(new Set(told())).toEqual(new Set(['hedged,mine']));
  });
});
