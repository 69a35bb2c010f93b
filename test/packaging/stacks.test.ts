import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { HOME, textOf } from '../support/repository';
import { type Service, SERVICES, STAGES, files, listOf, ofType, packaged, statements } from './template';

const stacks = STAGES.flatMap((stage) => SERVICES.map((service) => packaged(stage, service)));
/** What each service has of its own: the price table and the state of its jobs, the views, nothing. */
const OWNED = {
  ingestion: { tables: 2, queues: 1 },
  strategy: { tables: 1, queues: 1 },
  query: { tables: 0, queues: 0 },
} as const;
const label = (stack: (typeof stacks)[number]): string => `${stack.service} (${stack.stage})`;

describe.each(stacks.map((stack) => [label(stack), stack] as const))('%s', (_, stack) => {
  const functions = ofType(stack, 'AWS::Lambda::Function');

  it('runs on arm64 with a runtime that can still be deployed', () => {
    expect(functions.length).toBeGreaterThan(0);
    for (const [, { Properties }] of functions) {
      expect(Properties['Runtime']).toBe('nodejs24.x');
      expect(Properties['Architectures']).toEqual(['arm64']);
    }
  });

  it('is built for the Node that runs it', () => {
    const { service } = JSON.parse(readFileSync(join(stack.folder, 'serverless-state.json'), 'utf8')) as {
      service: { custom: { esbuild: { target: string } } };
    };
    const runtimes = functions.map(([, { Properties }]) => Properties['Runtime']);
    expect(new Set(runtimes)).toEqual(new Set([`${service.custom.esbuild.target.replace('node', 'nodejs')}.x`]));
  });

  it('gives each function a role of its own', () => {
    const roles = functions.map(([, { Properties }]) => JSON.stringify(Properties['Role']));
    expect(new Set(roles).size).toBe(functions.length);
    expect(stack.resources).not.toHaveProperty('IamRoleLambdaExecution');
  });

  it('names exact actions on exact resources', () => {
    const all = statements(stack);
    expect(all.length).toBeGreaterThanOrEqual(functions.length);
    for (const { actions, resources } of all) {
      expect(actions.filter((action) => action.includes('*'))).toEqual([]);
      expect(resources.length).toBeGreaterThan(0);
      expect(resources.filter((resource) => resource === '*')).toEqual([]);
    }
  });

  it('attaches no managed policy', () => {
    for (const [, { Properties }] of ofType(stack, 'AWS::IAM::Role')) {
      expect(listOf(Properties['ManagedPolicyArns'])).toEqual([]);
    }
  });

  it('keeps logs for a stated time', () => {
    const groups = ofType(stack, 'AWS::Logs::LogGroup');
    expect(groups.length).toBeGreaterThanOrEqual(functions.length);
    for (const [, { Properties }] of groups) expect(Properties['RetentionInDays']).toEqual(expect.any(Number));
  });

  it('keeps, protects, encrypts and can restore each table, billed on demand', () => {
    const tables = ofType(stack, 'AWS::DynamoDB::Table');
    expect(tables).toHaveLength(OWNED[stack.service].tables);
    for (const [, { Properties, DeletionPolicy, UpdateReplacePolicy }] of tables) {
      expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(['Retain', 'Retain']);
      expect(Properties).toMatchObject({
        BillingMode: 'PAY_PER_REQUEST',
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        SSESpecification: { SSEEnabled: true },
      });
      expect(JSON.stringify(Properties['TableName'])).toContain(`evenkeel-${stack.stage}-`);
    }
  });

  it('encrypts each queue', () => {
    const queues = ofType(stack, 'AWS::SQS::Queue');
    expect(queues).toHaveLength(OWNED[stack.service].queues);
    for (const [, { Properties }] of queues) {
      expect(Properties['SqsManagedSseEnabled'] === true || 'KmsMasterKeyId' in Properties).toBe(true);
    }
  });

  it('puts no secret and no local setting into the environment', () => {
    for (const [, { Properties }] of functions) {
      const environment = Properties['Environment'] as { Variables?: Record<string, unknown> } | undefined;
      const names = Object.keys(environment?.Variables ?? {});
      expect(names.filter((name) => /SECRET|PASSWORD|API_?KEY|TOKEN|CREDENTIAL/i.test(name))).toEqual([]);
      expect(names).not.toContain('EVENKEEL_NOW');
      expect(names).not.toContain('AWS_ENDPOINT_URL_DYNAMODB');
    }
  });

  it('zips one small file of code a function, without maps or build metadata', () => {
    const zips = files(stack, '.zip');
    expect(zips).toHaveLength(functions.length);
    for (const zip of zips) {
      const names = execFileSync('python3', ['-c', LIST_ZIP, join(stack.folder, zip)], { encoding: 'utf8' })
        .trim()
        .split('\n');
      expect(names.filter((name) => !/\.(c|m)?js$/.test(name))).toEqual([]);
      // Measured on other services of this kind: a narrow bundle with the DynamoDB client stays below this.
      expect(statSync(join(stack.folder, zip)).size).toBeLessThan(700_000);
    }
  });
});

const LIST_ZIP = 'import sys, zipfile\nprint("\\n".join(i.filename for i in zipfile.ZipFile(sys.argv[1]).infolist()))';

describe.each(STAGES)('who may write what (%s)', (stage) => {
  const WRITES = /^dynamodb:(Put|Update|Delete|BatchWrite|PartiQL(Insert|Update|Delete))/;
  const writers = (service: Service): unknown[] =>
    statements(packaged(stage, service))
      .filter(({ actions }) => actions.some((action) => WRITES.test(action)))
      .flatMap(({ resources }) => resources);

  it('lets ingestion write its own two tables only', () => {
    const written = JSON.stringify(writers('ingestion'));
    expect(written).toContain('PriceHistory');
    expect(written).not.toContain('Strategy');
  });

  it('lets strategy write the Strategy table only', () => {
    const written = JSON.stringify(writers('strategy'));
    expect(written).toContain('Strategy');
    expect(written).not.toContain('PriceHistory');
  });

  it('lets query write nothing', () => {
    expect(writers('query')).toEqual([]);
  });
});

describe.each(STAGES)('the alarms (%s)', (stage) => {
  it('all go to the one topic that ingestion exports', () => {
    const exported = packaged(stage, 'ingestion').outputs['AlarmTopicArn'];
    expect(exported).toMatchObject({
      Value: { Ref: 'AlarmTopic' },
      Export: { Name: `evenkeel-${stage}-AlarmTopicArn` },
    });
    for (const service of SERVICES) {
      const alarms = ofType(packaged(stage, service), 'AWS::CloudWatch::Alarm');
      expect(alarms.length).toBeGreaterThan(0);
      const topic =
        service === 'ingestion' ? { Ref: 'AlarmTopic' } : { 'Fn::ImportValue': `evenkeel-${stage}-AlarmTopicArn` };
      for (const [, { Properties }] of alarms) expect(Properties['AlarmActions']).toEqual([topic]);
    }
  });
});

describe.each(STAGES)('the portfolios (%s)', (stage) => {
  const stacks = (['ingestion', 'strategy'] as const).map((service) => packaged(stage, service));

  it('are the same for whoever fetches prices and whoever computes targets', () => {
    const told = stacks.flatMap((stack) =>
      ofType(stack, 'AWS::Lambda::Function').map(([, { Properties }]) => {
        const environment = Properties['Environment'] as { Variables?: Record<string, unknown> } | undefined;
        return environment?.Variables?.['EVENKEEL_PORTFOLIOS'];
      }),
    );
    expect(told.length).toBeGreaterThan(2);
    expect(new Set(told)).toEqual(new Set([process.env['EVENKEEL_PORTFOLIOS'] ?? '']));
  });

  it('travel in the packages of both, every file of the folder as it is', () => {
    const texts = readdirSync(join(HOME, 'portfolios')).map((file) => textOf(`portfolios/${file}`));
    expect(texts.length).toBeGreaterThan(1);
    for (const stack of stacks) {
      for (const zip of files(stack, '.zip')) {
        const code = execFileSync('python3', ['-c', READ_ZIP, join(stack.folder, zip)], {
          encoding: 'utf8',
          maxBuffer: 10_000_000,
        });
        const carried = texts.filter((text) => code.includes(JSON.stringify(text)) || code.includes(`\`${text}\``));
        expect([zip, carried.length]).toEqual([zip, texts.length]);
      }
    }
  });
});

const READ_ZIP = `import sys, zipfile
z = zipfile.ZipFile(sys.argv[1])
print("".join(z.read(name).decode() for name in z.namelist()))`;

describe.each(STAGES)('the stream and the door (%s)', (stage) => {
  it('streams old and new images of the price table', () => {
    const table = packaged(stage, 'ingestion').resources['PriceHistoryTable'];
    expect(table?.Properties['StreamSpecification']).toEqual({ StreamViewType: 'NEW_AND_OLD_IMAGES' });
  });

  it('updates after the close and again next morning, audits weekly, all on New York time and with a place for failures', () => {
    const schedules = ofType(packaged(stage, 'ingestion'), 'AWS::Scheduler::Schedule').map(
      ([, { Properties }]) => Properties,
    );
    expect(schedules).toHaveLength(3);
    expect(schedules.map((schedule) => schedule['ScheduleExpression'])).toContain('cron(30 18 ? * MON-FRI *)');
    for (const schedule of schedules) {
      expect(schedule['ScheduleExpressionTimezone']).toBe('America/New_York');
      expect(schedule).toHaveProperty('Target.DeadLetterConfig.Arn');
    }
  });

  it('looks at 20:00 New York time on weekdays whether the session is complete', () => {
    const schedules = ofType(packaged(stage, 'strategy'), 'AWS::Scheduler::Schedule').map(
      ([, { Properties }]) => Properties,
    );
    expect(schedules).toMatchObject([
      {
        ScheduleExpression: 'cron(0 20 ? * MON-FRI *)',
        ScheduleExpressionTimezone: 'America/New_York',
        State: 'ENABLED',
      },
    ]);
  });

  it('bounds retries, splits poisoned batches and keeps what could not be worked in', () => {
    const mappings = ofType(packaged(stage, 'strategy'), 'AWS::Lambda::EventSourceMapping');
    expect(mappings).toHaveLength(1);
    const properties = mappings[0]?.[1].Properties ?? {};
    expect(properties).toMatchObject({
      StartingPosition: 'TRIM_HORIZON',
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    expect(properties['MaximumRetryAttempts']).toBeGreaterThan(0);
    expect(properties['MaximumRecordAgeInSeconds']).toBeGreaterThan(0);
    expect(properties['DestinationConfig']).toHaveProperty('OnFailure.Destination');
    expect(JSON.stringify(properties['FilterCriteria'])).toContain('bulk');
  });

  it('asks every caller of the deployed API who they are, and throttles them', () => {
    const stack = packaged(stage, 'query');
    const routes = ofType(stack, 'AWS::ApiGatewayV2::Route');
    expect(routes.length).toBeGreaterThan(0);
    for (const [, { Properties }] of routes) expect(['AWS_IAM', 'JWT']).toContain(Properties['AuthorizationType']);
    const stages = ofType(stack, 'AWS::ApiGatewayV2::Stage');
    for (const [, { Properties }] of stages) {
      expect(Properties).toHaveProperty('DefaultRouteSettings.ThrottlingRateLimit');
      expect(Properties).toHaveProperty('DefaultRouteSettings.ThrottlingBurstLimit');
    }
  });
});
