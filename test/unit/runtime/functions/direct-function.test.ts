import { AppError } from '@evenkeel/domain';
import { directFunction } from '@evenkeel/runtime/functions';
import { failureOf } from '../../../support/failure';
import { captureLines, invocationOf, type WrittenLines } from '../../../support/written-lines';

let written: WrittenLines;
beforeEach(() => {
  written = captureLines();
});
afterEach(() => jest.restoreAllMocks());

const running = (run: () => Promise<unknown>) =>
  directFunction({ service: 'strategy', open: () => undefined, run: () => run() });

describe('a function that is invoked directly', () => {
  test('opens what it needs once a process, with the environment, and gives it to each run', async () => {
    const opened: unknown[] = [];
    const handler = directFunction({
      service: 'ingestion',
      open: (environment) => {
        opened.push(environment['EVENKEEL_STAGE']);
        return { opened };
      },
      run: (deps, event, { remainingMs }) => Promise.resolve({ deps, event, remainingMs }),
    });
    for (const event of [{ a: 1 }, { a: 2 }]) {
      expect(await handler(event, invocationOf('1'))).toEqual({ deps: { opened }, event, remainingMs: 300_000 });
    }
    expect(opened).toEqual(['test']);
  });

  test('tries to open again after a setting was wrong, and says which', async () => {
    let attempts = 0;
    const handler = directFunction({
      service: 'ingestion',
      open: () => {
        attempts += 1;
        throw new AppError('environment', 'PRICE_HISTORY_TABLE is not set', { variable: 'PRICE_HISTORY_TABLE' });
      },
      run: () => Promise.resolve('never'),
    });
    for (const id of ['1', '2']) {
      expect((await failureOf(handler({}, invocationOf(id)))).message).toBe('PRICE_HISTORY_TABLE is not set');
    }
    expect(attempts).toBe(2);
    expect(written.logs()).toMatchObject([
      { requestId: '1', message: 'failed: PRICE_HISTORY_TABLE is not set', variable: 'PRICE_HISTORY_TABLE' },
      { requestId: '2' },
    ]);
  });

  test('leaves politely when another is at the same work: no failure, no error in the log', async () => {
    const handler = running(() =>
      Promise.reject(new AppError('busy', 'the update of 18:30 is writing', { job: 'update' })),
    );
    expect(await handler({}, invocationOf('1'))).toEqual({ skipped: 'the update of 18:30 is writing' });
    expect(written.logs()).toMatchObject([{ level: 'INFO', message: 'the update of 18:30 is writing', job: 'update' }]);
    expect(written.metrics()).toEqual([]);
  });

  test('throws what its run threw, for Lambda to try again; logs it with what it says of itself, and counts it', async () => {
    const error = new AppError('conflict', 'the lease was lost', { symbol: 'QQQ' });
    await expect(running(() => Promise.reject(error))({}, invocationOf('7'))).rejects.toBe(error);
    expect(written.logs()).toMatchObject([
      {
        level: 'ERROR',
        service: 'strategy',
        stage: 'test',
        requestId: '7',
        symbol: 'QQQ',
        message: 'failed: the lease was lost',
        error: { name: 'AppError', message: 'the lease was lost' },
      },
    ]);
    expect(written.metrics()).toMatchObject([{ service: 'strategy', stage: 'test', Failures: 1 }]);
  });

  test('gives every metric the dimensions service and stage, and writes them when the invocation ends', async () => {
    const handler = directFunction({
      service: 'ingestion',
      open: () => undefined,
      run: (_deps, _event, { metrics }) => {
        metrics.count('BarsStored', 3);
        metrics.countOf('QQQ', 'NewestSessionAge', 2);
        metrics.note('source', 'csv');
        return Promise.resolve();
      },
    });
    await handler({}, invocationOf('1'));
    const directives = written.metrics().map((line) => ({ ...line, _aws: directiveOf(line) }));
    expect(directives).toEqual([
      {
        service: 'ingestion',
        stage: 'test',
        symbol: 'QQQ',
        NewestSessionAge: 2,
        _aws: { namespace: 'Evenkeel', dimensions: ['service', 'stage', 'symbol'], metrics: ['NewestSessionAge'] },
      },
      {
        service: 'ingestion',
        stage: 'test',
        BarsStored: 3,
        source: 'csv',
        _aws: { namespace: 'Evenkeel', dimensions: ['service', 'stage'], metrics: ['BarsStored'] },
      },
    ]);
  });

  test('carries neither fields nor notes over into the next invocation', async () => {
    const handler = directFunction({
      service: 'query',
      open: () => undefined,
      run: (_deps, event, { log, metrics }) => {
        if (event === 'first') metrics.note('route', '/');
        else metrics.count('Requests');
        log.info('ran', event === 'first' ? { symbol: 'QQQ' } : {});
        return Promise.resolve();
      },
    });
    await handler('first', invocationOf('1'));
    await handler('second', invocationOf('2'));
    expect(written.logs().map(({ requestId, symbol }) => [requestId, symbol])).toEqual([
      ['1', 'QQQ'],
      ['2', undefined],
    ]);
    expect(written.metrics()).toHaveLength(1);
    expect(written.metrics()[0]).not.toHaveProperty('route');
  });

  test.each([
    ['INFO', ['ran']],
    ['DEBUG', ['begins', 'ran']],
    ['ERROR', []],
  ])('logs at level %s as it is told', async (level, messages) => {
    process.env['POWERTOOLS_LOG_LEVEL'] = level;
    const handler = directFunction({
      service: 'query',
      open: () => undefined,
      run: (_deps, _event, { log }) => {
        log.info('ran');
        return Promise.resolve();
      },
    });
    await handler({}, invocationOf('1'));
    expect(written.logs().map(({ message }) => message)).toEqual(messages);
  });
});

function directiveOf(line: Record<string, unknown>): unknown {
  const { CloudWatchMetrics: directives } = line['_aws'] as {
    CloudWatchMetrics: { Namespace: string; Dimensions: string[][]; Metrics: { Name: string }[] }[];
  };
  const [directive] = directives;
  return {
    namespace: directive?.Namespace,
    dimensions: directive?.Dimensions.flat(),
    metrics: directive?.Metrics.map(({ Name: name }) => name),
  };
}
