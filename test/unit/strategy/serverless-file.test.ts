import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { load } from 'js-yaml';
import * as z from 'zod/mini';

const statement = z.object({
  Effect: z.literal('Allow'),
  Action: z.union([z.string(), z.array(z.string())]),
  Resource: z.unknown(),
});
const role = z.object({
  Type: z.literal('AWS::IAM::Role'),
  Properties: z.object({
    Policies: z.array(z.object({ PolicyDocument: z.object({ Statement: z.array(statement) }) })),
  }),
});
const file = z.object({
  functions: z.record(z.string(), z.object({ role: z.string() })),
  resources: z.object({ Resources: z.record(z.string(), z.looseObject({ Type: z.string() })) }),
});

describe.each(['strategy', 'query'])('serverless.yml of %s', (service) => {
  const { functions, resources } = file.parse(
    load(readFileSync(resolve(__dirname, `../../../services/${service}/serverless.yml`), 'utf8')),
  );
  const roles = Object.entries(functions).map(([name, { role: logicalId }]) => ({
    name,
    logicalId,
    role: role.parse(resources.Resources[logicalId]),
  }));
  const statements = roles.flatMap((each) =>
    each.role.Properties.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement),
  );

  it('has a role of its own for each function', () => {
    expect(new Set(roles.map(({ logicalId }) => logicalId)).size).toBe(Object.keys(functions).length);
  });

  it('grants exact actions on exact resources; of a log group all streams, whose names AWS makes up', () => {
    for (const { Action: action, Resource: resource } of statements) {
      expect(JSON.stringify(action)).not.toContain('*');
      expect(JSON.stringify(resource).replace(/:log-group:[^"*]+:log-stream:\*/, '')).not.toContain('*');
    }
  });

  it('may write nothing but the Strategy table, and query not even that', () => {
    const writing = statements.filter(
      ({ Action: action }) =>
        /Put|Update|Delete|Write/.test(JSON.stringify(action)) && JSON.stringify(action).includes('dynamodb:'),
    );
    expect(writing.map(({ Resource: resource }) => resource)).toEqual(
      service === 'query'
        ? []
        : [{ 'Fn::GetAtt': ['StrategyTable', 'Arn'] }, { 'Fn::GetAtt': ['StrategyTable', 'Arn'] }],
    );
  });
});

test('ingestion and strategy are told of the same portfolio', () => {
  const [ingestion, strategy] = ['ingestion', 'strategy'].map((service) => {
    const text = readFileSync(resolve(__dirname, `../../../services/${service}/serverless.yml`), 'utf8');
    return /^ +EVENKEEL_PORTFOLIO: (.+)$/m.exec(text)?.[1];
  });
  expect(ingestion).toBe(strategy);
  expect(strategy).toContain('env:EVENKEEL_PORTFOLIO');
});

describe('the Strategy table', () => {
  it('is retained, protected from deletion, encrypted and restorable', () => {
    const { resources } = file.parse(
      load(readFileSync(resolve(__dirname, '../../../services/strategy/serverless.yml'), 'utf8')),
    );
    expect(resources.Resources['StrategyTable']).toMatchObject({
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        SSESpecification: { SSEEnabled: true },
      },
    });
  });
});
