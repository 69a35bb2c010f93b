import { AppError } from '@evenkeel/domain';
import { parseTicker } from '@evenkeel/domain/prices';
import type { JobSummary } from '@evenkeel/ingestion/jobs';
import { jobFunction } from '../../../../services/ingestion/src/handlers/job-function';
import { openService } from '../../../../services/ingestion/src/handlers/service';
import { day } from '../../../factories/bars';
import { failureOf } from '../../../support/failure';
import { captureLines, invocationOf, type WrittenLines } from '../../../support/written-lines';

const QQQ = parseTicker('QQQ');
const CONTEXT = invocationOf('request');
const TABLES = { PRICE_HISTORY_TABLE: 'prices', INGESTION_TABLE: 'ingestion', AWS_REGION: 'us-east-1' };
const DONE: JobSummary = {
  job: 'update',
  asOf: day('2024-06-28'),
  symbols: [
    {
      symbol: QQQ,
      fetched: 11,
      stored: 1,
      unchanged: 10,
      corrected: 0,
      quarantined: [{ date: day('2024-06-27'), reason: 'missing-value' }],
      gaps: [],
    },
  ],
  failed: [],
};

/** A service whose table knows that QQQ ends on 2024-06-26, two sessions before the summary's. */
const open = () => {
  const service = openService(TABLES);
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
  return { ...service, tables: { ...service.tables, state } };
};

let written: WrittenLines;
beforeEach(() => {
  written = captureLines();
});
afterEach(() => jest.restoreAllMocks());

test('answers the summary and publishes what the alarms watch', async () => {
  const asked: unknown[] = [];
  const handler = jobFunction((deps, event, symbols) => {
    asked.push(event, symbols.length, deps.deadline !== undefined && deps.deadline > Date.now());
    return Promise.resolve(DONE);
  }, open);
  expect(await handler({ symbols: ['QQQ'] }, CONTEXT)).toEqual(DONE);
  expect(asked).toEqual([{ symbols: ['QQQ'] }, 11, true]);
  expect(written.metrics()).toEqual([
    expect.objectContaining({ symbol: 'QQQ', NewestSessionAge: 2 }),
    expect.objectContaining({ BarsStored: 1, BarsQuarantined: 1, SymbolsFailed: 0, LargestSessionAge: 2 }),
  ]);
});

test('failed symbols end in a failure that names them, for Lambda to try again', async () => {
  const failed: JobSummary = {
    ...DONE,
    symbols: [
      {
        ...DONE.symbols[0],
        symbol: QQQ,
        fetched: 0,
        stored: 0,
        unchanged: 0,
        corrected: 0,
        quarantined: [],
        gaps: [],
        error: 'QQQ: HTTP 503',
      },
    ],
    failed: [QQQ],
  };
  const error = await failureOf(jobFunction(() => Promise.resolve(failed), open)({}, CONTEXT));
  expect(error).toMatchObject({ code: 'failed' });
  expect(error.message).toContain('1 of 1 symbols failed: QQQ: HTTP 503');
  expect(written.logs()).toMatchObject([
    { level: 'WARN', message: 'symbol needs a look', job: 'update', symbol: 'QQQ', error: 'QQQ: HTTP 503' },
    { level: 'ERROR', job: 'update', failed: 'QQQ' },
  ]);
  expect(written.metrics().at(-1)).toMatchObject({ BarsStored: 0, SymbolsFailed: 1, Failures: 1 });
});

test('a run that finds another at work leaves politely', async () => {
  const handler = jobFunction(() => Promise.reject(new AppError('busy', 'another job is writing')), open);
  expect(await handler({}, CONTEXT)).toEqual({ skipped: 'another job is writing' });
});

test('a run that others came in the way of fails, for Lambda to try again', async () => {
  const handler = jobFunction(() => Promise.reject(new AppError('conflict', 'the lease was lost')), open);
  await expect(handler({}, CONTEXT)).rejects.toThrow('the lease was lost');
  expect(written.logs()).toMatchObject([{ level: 'ERROR', message: 'failed: the lease was lost' }]);
});

describe('the environment', () => {
  const refusal = (environment: Record<string, string>) =>
    failureOf(Promise.resolve().then(() => openService(environment)));

  test.each(['PRICE_HISTORY_TABLE', 'INGESTION_TABLE'])('without %s nothing begins', async (name) => {
    const error = await refusal({ ...TABLES, [name]: '' });
    expect(error).toMatchObject({ code: 'environment' });
    expect(error.message).toContain(name);
  });

  test('a source that is none is refused, and when deployed every one but yahoo', async () => {
    expect((await refusal({ ...TABLES, EVENKEEL_SOURCE: 'bloomberg' })).message).toBe(
      'EVENKEEL_SOURCE: "bloomberg" is none of yahoo, csv, synthetic',
    );
    const deployed = await refusal({
      ...TABLES,
      EVENKEEL_SOURCE: 'synthetic',
      AWS_LAMBDA_RUNTIME_API: '127.0.0.1:9001',
    });
    expect(deployed.message).toContain('for a local machine only');
    expect(openService({ ...TABLES, EVENKEEL_SOURCE: 'synthetic' }).source.name).toBe('synthetic');
  });

  test('a clock that is set is refused when deployed', async () => {
    captureLines({
      ...TABLES,
      EVENKEEL_NOW: '2024-06-28T22:00:00Z',
      AWS_LAMBDA_RUNTIME_API: '127.0.0.1:9001',
    });
    const error = await failureOf(jobFunction(() => Promise.resolve(DONE))({}, CONTEXT));
    expect(error.message).toContain('EVENKEEL_NOW');
  });
});
