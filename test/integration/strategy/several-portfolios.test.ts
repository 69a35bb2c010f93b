import { AppError } from '@evenkeel/domain';
import { enabledPortfolios, parsePortfolio, type EnabledPortfolios, type Portfolio } from '@evenkeel/domain/portfolio';
import { parseTicker, type Series } from '@evenkeel/domain/prices';
import { priceHistoryWriter, pricePathReader, type PricePathReader } from '@evenkeel/dynamo/prices';
import { createDynamoClients, type DynamoClients } from '@evenkeel/dynamo/requests';
import { strategyViews } from '@evenkeel/dynamo/strategy';
import type { Log } from '@evenkeel/runtime/log';
import { recomputeEach, type Wake } from '../../../services/strategy/src/recompute/each';
import { recompute, type RecomputeDeps } from '../../../services/strategy/src/recompute/recompute';
import { fundSeries, idealInverse } from '../../factories/funds';
import { pairFile, portfolioFile } from '../../factories/portfolio';
import { storedMarket } from '../../factories/stored-bars';
import { failureOf } from '../../support/failure';
import { startTestDatabase, type StageTables, type TestDatabase } from '../../support/test-database';

jest.setTimeout(120_000);

const returns = Array.from({ length: 40 }, (_, i) => 0.013 * Math.sin(i * 1.7) + 0.001);
/** A fund that began that many sessions later. */
const late = (fund: Series, rows: number): Series => ({
  ...fund,
  sessions: fund.sessions.slice(rows),
  open: fund.open.slice(rows),
  high: fund.high.slice(rows),
  low: fund.low.slice(rows),
  close: fund.close.slice(rows),
  volume: fund.volume.slice(rows),
  dividend: fund.dividend.slice(rows),
  split: fund.split.slice(rows),
});
/** SPY begins late: it can be compared with nobody, and must decide nothing. */
const market = storedMarket([
  fundSeries('QQQ', returns),
  idealInverse('SQQQ', returns, 3),
  fundSeries(
    'SMH',
    returns.map((each) => each / 2),
  ),
  idealInverse(
    'SOXS',
    returns.map((each) => each / 2),
    3,
  ),
  late(fundSeries('SPY', returns), 20),
]);
const QQQ = parseTicker('QQQ');
const portfolioOf = (name: string, changes: Record<string, unknown> = {}): Portfolio =>
  parsePortfolio(portfolioFile({ name, ...changes }), name);
const one = portfolioOf('one');
const two = portfolioOf('two', { pairs: [pairFile('QQQ', 'SQQQ'), pairFile('SMH', 'SOXS')] });
const wrong = portfolioOf('wrong', { benchmark: 'SPY', regimeFilter: { benchmark: ['high'] } });
const enabled = (...portfolios: Portfolio[]): EnabledPortfolios => ({ portfolios, refused: [] });

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
}, 60_000);
afterAll(() => database.stop());

async function filled(stage: string, rows = Infinity): Promise<StageTables> {
  const tables = await database.createTables(stage);
  await fill(tables, 0, rows);
  return tables;
}

/** Stores the bars of those of the market's sessions. */
async function fill(tables: StageTables, from: number, to: number): Promise<void> {
  const writer = priceHistoryWriter(database.clients.client, tables.names.priceHistory);
  const provenance = { source: 'csv', recordedAt: '2024-06-28T21:00:00Z' };
  for (const [ticker, bars] of market) await writer.writeBulk(ticker, bars.slice(from, to), provenance);
}

function depsOf({ names }: StageTables, { client }: DynamoClients = database.clients): RecomputeDeps {
  return {
    prices: pricePathReader(client, names.priceHistory),
    settled: new Map(),
    views: strategyViews({ client, table: names.strategy }),
    now: () => new Date('2024-06-28T21:00:00Z'),
  };
}

function recordingLog(): { readonly log: Log; readonly lines: string[] } {
  const lines: string[] = [];
  const write =
    (level: string) =>
    (message: string, fields: { readonly portfolio?: string | undefined } = {}) =>
      void lines.push(`${level} ${fields.portfolio ?? '-'}: ${message}`);
  return { log: { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }, lines };
}

/** Names of those that are computed, and of those that are not any more. */
async function listedIn({ views }: RecomputeDeps): Promise<string[]> {
  return (await views.portfolios()).map(({ name, retiredSince }) => (retiredSince === null ? name : `(${name})`));
}

const wake = (deps: RecomputeDeps, portfolios: EnabledPortfolios, more: Partial<Wake> = {}): Wake => ({
  deps,
  enabled: portfolios,
  reasonFor: () => ({}),
  log: recordingLog().log,
  ...more,
});

describe('several portfolios', () => {
  it('have each the view that it has alone', async () => {
    const [together, alone] = [await filled('together'), await filled('alone')];
    const summaries = await recomputeEach(wake(depsOf(together), enabled(one, two)));
    for (const portfolio of [one, two]) await recompute(depsOf(alone), portfolio);
    expect(summaries.map(({ portfolio, outcome }) => [portfolio, outcome])).toEqual([
      ['one', 'published'],
      ['two', 'published'],
    ]);
    const byKey = (a: object, b: object) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
    const [theirs, its] = await Promise.all([together, alone].map((tables) => tables.scan(tables.names.strategy)));
    expect(theirs?.length).toBeGreaterThan(10);
    expect(theirs?.sort(byKey)).toEqual(its?.sort(byKey));
  });

  it('read each symbol once, after all have taken their numbers, also when everything is read', async () => {
    const tables = await filled('readonce');
    const clients = createDynamoClients({ endpoint: database.endpoint });
    const sent: string[] = [];
    clients.client.middlewareStack.add(
      (next, { commandName }) =>
        (args) => {
          const input = args.input as {
            TableName?: string;
            ExpressionAttributeValues?: Record<string, { S?: string }>;
          };
          const ticker = input.ExpressionAttributeValues?.[':ticker']?.S;
          if (input.TableName === tables.names.priceHistory) sent.push(`read ${ticker ?? '?'}`);
          else if (commandName === 'UpdateItemCommand') sent.push('take');
          return next(args);
        },
      { step: 'initialize', name: 'watch' },
    );
    const deps = depsOf(tables, clients);
    await recomputeEach(wake(deps, enabled(one, two), { reasonFor: () => ({ verify: true }) }));
    clients.destroy();
    expect(sent.slice(0, 2)).toEqual(['take', 'take']);
    expect(sent.slice(2).sort()).toEqual(['read QQQ', 'read SMH', 'read SOXS', 'read SQQQ']);
  });

  it('take their numbers and read sixteen at a time, so that none holds its number for long', async () => {
    const deps = depsOf(await filled('sixteen'));
    const steps: string[] = [];
    const views = {
      ...deps.views,
      takeFence: (name: string) => {
        steps.push('take');
        return deps.views.takeFence(name);
      },
    };
    const prices: PricePathReader = {
      pathsOf: (tickers, from) => {
        steps.push(`read ${tickers.join()}`);
        return deps.prices.pathsOf(tickers, from);
      },
    };
    const many = Array.from({ length: 17 }, (_, i) => portfolioOf(`p${i + 10}`));
    const done = await recomputeEach(wake({ ...deps, views, prices }, enabled(...many)));
    expect(done.map(({ portfolio }) => portfolio)).toEqual(many.map(({ name }) => name));
    const reads = ['read QQQ', 'read SQQQ'];
    expect(steps).toEqual([...Array.from({ length: 16 }, () => 'take'), ...reads, 'take', ...reads]);
  });

  it('go on where one fails, which is said by name and fails the wake-up at its end', async () => {
    const deps = depsOf(await filled('onefails'));
    const { log, lines } = recordingLog();
    const failure = await failureOf(recomputeEach(wake(deps, enabled(one, wrong, two), { log })));
    expect(failure).toMatchObject({ code: 'failed', details: { failed: 'wrong' } });
    expect(failure.message).toMatch(/^1 of 3 portfolios failed: wrong: .*SPY/);
    expect(lines.filter((line) => line.startsWith('info')).sort()).toEqual([
      'info one: recomputed',
      'info two: recomputed',
    ]);
    expect(lines.filter((line) => line.startsWith('error'))).toEqual([
      expect.stringMatching(/^error wrong: portfolio wrong: .*SPY/),
    ]);
    expect(await listedIn(deps)).toEqual(['one', 'two']);
  });

  it('go on where a file is broken or a chosen one is not there', async () => {
    const deps = depsOf(await filled('broken'));
    const file = (name: string, text: string) => ({ path: `portfolios/${name}.json`, name, text });
    const files = [file('bad', '{'), file('one', JSON.stringify(portfolioFile({ name: 'one' })))];
    const { log, lines } = recordingLog();
    const failure = await failureOf(
      recomputeEach(wake(deps, enabledPortfolios(files, ['one', 'bad', 'absent']), { log })),
    );
    expect(failure).toMatchObject({ code: 'failed', details: { failed: 'absent,bad' } });
    expect(lines.filter((line) => line.startsWith('error'))).toEqual([
      'error absent: portfolio absent: there is no portfolio "absent"; there are bad, one',
      expect.stringMatching(/^error bad: portfolio bad: portfolios\/bad\.json: is not JSON/),
    ]);
    expect(await listedIn(deps)).toEqual(['one']);
  });

  it('are left alone where nothing concerns them', async () => {
    const deps = depsOf(await filled('concerned'));
    const reasonFor = ({ name }: Portfolio) => (name === 'two' ? {} : undefined);
    expect(await recomputeEach(wake(deps, enabled(one, two), { reasonFor }))).toMatchObject([{ portfolio: 'two' }]);
    expect(await listedIn(deps)).toEqual(['two']);
    expect((await deps.views.takeFence('one')).number).toBe(1);
  });

  it('go on where the number of one cannot be taken', async () => {
    const deps = depsOf(await filled('numberless'));
    const views = {
      ...deps.views,
      takeFence: (name: string) =>
        name === 'one' ? Promise.reject(new AppError('failed', 'throttled')) : deps.views.takeFence(name),
    };
    const failure = await failureOf(recomputeEach(wake({ ...deps, views }, enabled(one, two))));
    expect(failure.message).toBe('1 of 2 portfolios failed: one: throttled');
    expect(await listedIn(deps)).toEqual(['two']);
  });

  describe('that are taken away', () => {
    it('stay readable and are marked, once; brought back they are computed as before', async () => {
      const deps = depsOf(await filled('away'));
      await recomputeEach(wake(deps, enabled(one, two)));
      const view = await deps.views.latest('two');
      const later = (now: string, ...portfolios: Portfolio[]) =>
        recomputeEach(wake({ ...deps, now: () => new Date(now) }, enabled(...portfolios)));

      await later('2024-07-01T20:00:00Z', one);
      await later('2024-07-02T20:00:00Z', one);
      expect(await deps.views.portfolios()).toEqual([
        { name: 'one', retiredSince: null },
        { name: 'two', retiredSince: '2024-07-01T20:00:00.000Z' },
      ]);
      expect(await deps.views.latest('two')).toEqual(view);

      // Its view is as it was, so that nothing but the mark changes.
      expect(await later('2024-07-03T20:00:00Z', one, two)).toMatchObject([
        {},
        { portfolio: 'two', outcome: 'unchanged' },
      ]);
      expect(await listedIn(deps)).toEqual(['one', 'two']);
      expect(await deps.views.latest('two')).toEqual(view);
      await later('2024-07-04T20:00:00Z', one);
      expect(await listedIn(deps)).toEqual(['one', '(two)']);
    });

    it('are not those whose files are broken, nor those that never had a view', async () => {
      const deps = depsOf(await filled('notaway'));
      await recomputeEach(wake(deps, enabled(one, two)));
      const refused = [{ name: 'two', error: new AppError('bad-input', 'portfolios/two.json: is not JSON') }];
      await failureOf(recomputeEach(wake(deps, { portfolios: [one], refused })));
      expect(await listedIn(deps)).toEqual(['one', 'two']);
      await deps.views.retire('three', new Date());
      expect(await listedIn(deps)).toEqual(['one', 'two']);
    });

    it('give no signals meanwhile, and of the time between none when they come back', async () => {
      const tables = await filled('silent', 38);
      const heard: string[] = [];
      const announce = (portfolio: string, { session }: { readonly session: string }) => {
        heard.push(`${portfolio} ${session}`);
        return Promise.resolve();
      };
      const deps = { ...depsOf(tables), announce };
      const daily = { rebalance: { check: 'daily', scope: 'portfolio' } };
      const calendar = { one: portfolioOf('one', daily), two: portfolioOf('two', { ...daily, pairs: two.pairs }) };
      await recomputeEach(wake(deps, enabled(calendar.one, calendar.two)));
      for (let rows = 39; rows <= 40; rows += 1) {
        await fill(tables, rows - 1, rows);
        await recomputeEach(wake(deps, enabled(calendar.one)));
      }
      await fill(tables, 40, 41);
      heard.length = 0;
      await recomputeEach(wake(deps, enabled(calendar.one, calendar.two)));
      const [newest] = (market.get(QQQ) ?? []).slice(-1).map(({ session }) => session);
      expect(heard.sort()).toEqual([`one ${newest}`, `two ${newest}`]);
    });
  });
});
