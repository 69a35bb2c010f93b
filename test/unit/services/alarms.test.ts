import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { parseTicker } from '@evenkeel/domain/prices';
import { mockClient } from 'aws-sdk-client-mock';
import * as z from 'zod/mini';
import { SERVICES } from '../../../cli/src/project-home';
import { readServiceFile } from '../../../cli/src/stack/service-file';
import { jobFunction } from '../../../services/ingestion/src/handlers/job-function';
import { openService } from '../../../services/ingestion/src/handlers/service';
import { day } from '../../factories/bars';
import { httpEvent } from '../../factories/http-event';
import { captureLines, invocationOf } from '../../support/written-lines';

jest.mock('../../../services/query/openapi.yml', () => ({ default: { openapi: '3.1.0' } }), { virtual: true });

const STAGE = 'test';
const dimensions = z.array(z.object({ Name: z.string(), Value: z.unknown() }));
const alarm = z.object({
  Type: z.literal('AWS::CloudWatch::Alarm'),
  Properties: z.looseObject({
    AlarmName: z.string(),
    AlarmActions: z.array(z.unknown()),
    Namespace: z.string(),
    MetricName: z.string(),
    Dimensions: dimensions,
    TreatMissingData: z.string(),
  }),
});
const alarms = SERVICES.flatMap((service) =>
  Object.values(readServiceFile(service, STAGE).resources).flatMap((resource) => {
    const parsed = z.safeParse(alarm, resource);
    return parsed.success ? [{ service, ...parsed.data.Properties }] : [];
  }),
);
const ours = alarms.filter(({ Namespace: namespace }) => namespace === 'Evenkeel');

afterEach(() => jest.restoreAllMocks());

test('every service has alarms, and all go to the one topic', () => {
  expect(new Set(alarms.map(({ service }) => service))).toEqual(new Set(SERVICES));
  const actions = alarms.map(({ service, AlarmActions: [action, ...others] }) => {
    expect(others).toEqual([]);
    expect(action).toEqual(
      service === 'ingestion' ? { Ref: 'AlarmTopic' } : { 'Fn::ImportValue': `evenkeel-${STAGE}-AlarmTopicArn` },
    );
  });
  expect(actions.length).toBeLessThanOrEqual(11);
  const topics = SERVICES.flatMap((service) => Object.keys(readServiceFile(service, STAGE).resources)).filter((id) =>
    id.endsWith('Topic'),
  );
  expect(topics.sort()).toEqual(['AlarmTopic', 'SignalTopic']);
});

test('an alarm on a metric of ours watches one that its service publishes, with the same dimensions', async () => {
  const published = await publishedMetrics();
  expect(ours.map(({ service }) => service)).toEqual(['ingestion', 'ingestion', 'ingestion', 'strategy', 'query']);
  for (const { MetricName: name, Dimensions: watched } of ours) {
    expect(published).toContainEqual({
      name,
      dimensions: Object.fromEntries(watched.map(({ Name: dimension, Value: value }) => [dimension, value])),
    });
  }
});

/** Metrics of a job that found something to complain of, of a look in the evening and of a request that failed. */
async function publishedMetrics(): Promise<{ name: string; dimensions: Record<string, unknown> }[]> {
  const tables = { PRICE_HISTORY_TABLE: 'prices', INGESTION_TABLE: 'ingestion', STRATEGY_TABLE: 'strategy' };
  const written = captureLines({ ...tables, EVENKEEL_STAGE: STAGE });
  mockClient(DynamoDBClient).rejects(new Error('connection refused'));
  const QQQ = parseTicker('QQQ');
  const service = openService(process.env);
  const coverage = {
    ticker: QQQ,
    state: 'complete' as const,
    last: day('2024-06-26'),
    gaps: [],
    held: [],
    upcoming: [],
    changedAt: '',
  };
  const state = { ...service.tables.state, coverage: () => Promise.resolve(new Map([[QQQ, coverage]])) };
  const symbol = { symbol: QQQ, fetched: 1, stored: 0, unchanged: 1, corrected: 0, quarantined: [], gaps: [] };
  const summary = { job: 'audit' as const, asOf: day('2024-06-28'), symbols: [symbol], failed: [] };
  const job = jobFunction(
    () => Promise.resolve(summary),
    () => ({ ...service, tables: { ...service.tables, state } }),
  );
  await job({}, invocationOf('1'));
  const watch = await import('../../../services/strategy/src/handlers/watch');
  await expect(watch.handler({}, invocationOf('2'))).rejects.toThrow('connection refused');
  const { handler } = await import('../../../services/query/src/handlers/api');
  await handler(httpEvent('GET', { rawPath: '/v1/symbols', rawQueryString: '' }), invocationOf('3'));
  jest.restoreAllMocks();
  return written.metrics().flatMap((line) =>
    embedded
      .parse(line)
      ._aws.CloudWatchMetrics.flatMap(({ Namespace: namespace, Dimensions: sets, Metrics: metrics }) => {
        expect(namespace).toBe('Evenkeel');
        return sets.flatMap((set) =>
          metrics.map(({ Name: name }) => ({
            name,
            dimensions: Object.fromEntries(set.map((key) => [key, line[key]])),
          })),
        );
      }),
  );
}

/** A line in embedded metric format. */
const embedded = z.object({
  _aws: z.object({
    CloudWatchMetrics: z.array(
      z.object({
        Namespace: z.string(),
        Dimensions: z.array(z.array(z.string())),
        Metrics: z.array(z.object({ Name: z.string() })),
      }),
    ),
  }),
});
