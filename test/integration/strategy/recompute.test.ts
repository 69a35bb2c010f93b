import { setTimeout as pause } from 'node:timers/promises';
import { PutItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { parsePortfolio, symbolsOf } from '@evenkeel/domain/portfolio';
import type { Ticker } from '@evenkeel/domain/prices';
import { priceHistoryWriter, pricePathReader, type StoredBar } from '@evenkeel/dynamo/prices';
import { createDynamoClients, type Item } from '@evenkeel/dynamo/requests';
import { type Signal, strategyViews, type StrategyView } from '@evenkeel/dynamo/strategy';
import { recompute, type RecomputeDeps } from '../../../services/strategy/src/recompute/recompute';
import { viewOf } from '../../../services/strategy/src/view/view';
import { fundSeries, idealInverse } from '../../factories/funds';
import { portfolioFile } from '../../factories/portfolio';
import { pricesOf } from '../../factories/portfolio-prices';
import { storedMarket } from '../../factories/stored-bars';
import { GENERATION } from '../../factories/strategy-table';
import { madeParts } from '../../factories/strategy-table';
import { startTestDatabase, type StageTables, type TestDatabase } from '../../support/test-database';

const portfolio = parsePortfolio(
  portfolioFile({
    capital: 1e6 / 3,
    benchmark: 'SPY',
    rebalance: { check: 'daily', drift: { measure: 'weight', tolerance: 0.01 }, scope: 'breached' },
    costs: { commissionRate: 0.002, slippage: { model: 'sqrt', cap: 0.001, depth: 1e10 } },
  }),
  'test',
);
// Enough sessions to cross the turn of a year and to rebalance.
const returns = Array.from({ length: 279 }, (_, i) => 0.013 * Math.sin(i * 1.7) + 0.001);
const market = storedMarket([
  fundSeries('QQQ', returns),
  idealInverse('SQQQ', returns, 3),
  fundSeries(
    'SPY',
    returns.map((each) => each / 2),
  ),
]);
const sessions = [...market.values()][0]?.map((bar) => bar.session) ?? [];
const now = () => new Date('2024-06-28T21:00:00Z');

jest.setTimeout(120_000);

describe('recompute on a real table', () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await startTestDatabase();
  }, 60_000);

  afterAll(() => database.stop());

  function depsOf(tables: StageTables, client: DynamoDBClient = database.clients.client): RecomputeDeps {
    return {
      prices: pricePathReader(client, tables.names.priceHistory),
      settled: new Map(),
      views: strategyViews({ client, table: tables.names.strategy }),
      now,
    };
  }

  async function store(tables: StageTables, bars: readonly (readonly [Ticker, readonly StoredBar[]])[]): Promise<void> {
    const writer = priceHistoryWriter(database.clients.client, tables.names.priceHistory);
    const provenance = { source: 'csv', recordedAt: now().toISOString() };
    for (const [ticker, rows] of bars) await writer.writeBulk(ticker, rows, provenance);
  }

  const barsBetween = (from: number, to: number) =>
    [...market].map(([ticker, bars]) => [ticker, bars.slice(from, to)] as const);

  it('gives the same view to the last bit, however the bars came', async () => {
    const [stepwise, atOnce] = [await database.createTables('stepwise'), await database.createTables('atonce')];
    await store(stepwise, barsBetween(0, 278));
    const warm = depsOf(stepwise);
    await recompute(warm, portfolio);
    for (let session = 278; session < sessions.length; session += 1) {
      // Symbol by symbol, the inverse fund late by a batch, and everything delivered twice.
      const [base, inverse, benchmark] = barsBetween(session, session + 1);
      for (const bar of [benchmark, base, inverse]) {
        if (bar) await store(stepwise, [bar]);
        await recompute(bar === base ? depsOf(stepwise) : warm, portfolio);
      }
      await recompute(warm, portfolio);
    }
    await store(atOnce, barsBetween(0, sessions.length));
    await recompute(depsOf(atOnce), portfolio);

    const [grown, rebuilt] = [await viewIn(stepwise), await viewIn(atOnce)];
    expect([...rebuilt.keys()]).toEqual([
      'latest',
      'analysis#QQQ-SQQQ',
      'attribution',
      'attribution#2015',
      'attribution#2016',
      'equity#2015',
      'equity#2016',
      'report',
      'trades#2015',
      'trades#2016',
    ]);
    expect(grown).toEqual(rebuilt);
  });

  it('goes on from its checkpoints to the same view, also after a correction of a settled month and in another process', async () => {
    const tables = await database.createTables('checkpoints');
    const deps = depsOf(tables);
    await store(tables, barsBetween(0, 270));
    expect(await recompute(deps, portfolio)).toMatchObject({ bars: 3 * 270, settledTo: null });
    await store(tables, barsBetween(270, 271));
    const next = await recompute(deps, portfolio, { changedFrom: sessions[270] });
    expect(next.rebuilt).toBeUndefined();
    expect(next.settledTo).toBe('2015-12-31');
    expect(next.bars).toBe(3 * sessions.filter((each, at) => at < 271 && each >= '2016-01-01').length);

    const [ticker, bars] = barsBetween(40, 41)[0] ?? [];
    const bar = bars?.[0];
    if (ticker === undefined || bar === undefined) throw new Error('no bar to correct');
    await store(tables, [[ticker, [{ ...bar, close: bar.close.times('1.01') }]]]);
    const other = depsOf(tables);
    expect(await recompute(other, portfolio, { changedFrom: bar.session })).toMatchObject({
      outcome: 'published',
      rebuilt: `a bar of ${bar.session} has changed`,
      settledTo: '2015-02-27',
    });
    const corrected = await viewIn(tables);
    expect(await recompute(other, portfolio, { verify: true })).toMatchObject({ outcome: 'unchanged' });
    expect(await viewIn(tables)).toEqual(corrected);
    expect(await recompute(depsOf(tables), portfolio)).toMatchObject({ outcome: 'unchanged', settledTo: '2015-12-31' });
  });

  it('names an item of the price table that holds no bar, and goes on without it', async () => {
    const tables = await database.createTables('poisoned');
    await store(tables, barsBetween(0, 30));
    const poison = { ticker: { S: 'QQQ' }, timestamp: { S: sessions[10] ?? '' }, close: { S: 'much' } };
    await database.clients.client.send(new PutItemCommand({ TableName: tables.names.priceHistory, Item: poison }));
    const read = await depsOf(tables).prices.pathsOf(symbolsOf(portfolio));
    expect(read.unreadable).toEqual([{ ticker: 'QQQ', session: sessions[10], attribute: 'open' }]);
    expect(await recompute(depsOf(tables), portfolio)).toMatchObject({
      outcome: 'published',
      asOf: sessions[29],
      unreadable: [`QQQ ${sessions[10] ?? ''}: open`],
    });
  });

  it('lets many that follow close upon each other all come to an end, the last one with what is published', async () => {
    const tables = await database.createTables('crowded');
    await store(tables, barsBetween(0, 250));
    const runs = Array.from({ length: 8 }, async (_, at) => {
      await pause(at * 40);
      return recompute(depsOf(tables), portfolio, { changedFrom: sessions[0] });
    });
    const summaries = await Promise.all(runs);
    const last = Math.max(...summaries.map(({ fence }) => fence));
    expect(last).toBe(8);
    expect(summaries.map(({ outcome }) => outcome)).toContain('published');
    expect(summaries.find(({ fence }) => fence === last)?.outcome).not.toBe('superseded');
    expect(await depsOf(tables).views.latest('test')).toMatchObject({ asOf: sessions[249] });
  });

  it('announces what an earlier recomputation recorded and could not tell of', async () => {
    const tables = await database.createTables('unannounced');
    await store(tables, barsBetween(0, 1));
    const down = { ...depsOf(tables), announce: () => Promise.reject(new Error('the topic is down')) };
    await expect(recompute(down, portfolio)).rejects.toThrow('the topic is down');
    await store(tables, barsBetween(1, 2));
    const heard: string[] = [];
    const up = {
      ...depsOf(tables),
      announce: (_: string, { session }: Signal) => Promise.resolve(void heard.push(session)),
    };
    await recompute(up, portfolio);
    await recompute(up, portfolio);
    expect(heard[0]).toBe(sessions[0]);
    expect(new Set(heard).size).toBe(heard.length);
  });

  it('reads back what was computed, part for part and number for number', async () => {
    const tables = await database.createTables('readback');
    await store(tables, barsBetween(0, sessions.length));
    const deps = depsOf(tables);
    const { fence } = await recompute(deps, portfolio);
    const view = viewOf(portfolio, pricesOf(market));
    expect(await deps.views.latest('test')).toEqual({
      ...view.latest,
      version: fence,
      generation: 1,
      computedAt: '2024-06-28T21:00:00.000Z',
      changes: null,
    });
    const stored = new Map<string, unknown>();
    for (const kind of ['analysis', 'attribution', 'equity', 'report', 'trades'])
      for (const [name, part] of (await deps.views.parts('test', kind))?.parts ?? []) stored.set(name, part);
    expect(stored).toEqual(madeParts(view));
    expect(await deps.views.portfolios()).toEqual([{ name: 'test', retiredSince: null }]);
  });

  it('writes nothing at all when nothing changed', async () => {
    const tables = await database.createTables('unchanged');
    await store(tables, barsBetween(0, 5));
    await recompute(depsOf(tables), portfolio);
    const before = await itemsIn(tables);
    expect(await recompute(depsOf(tables), portfolio)).toMatchObject({ outcome: 'unchanged', fence: 2 });
    expect(await itemsIn(tables)).toEqual(before);
  });

  it('begins a generation with each portfolio that says something else, and goes on from its settled months', async () => {
    const tables = await database.createTables('generations');
    await store(tables, barsBetween(0, sessions.length));
    const deps = depsOf(tables);
    const versions = [];
    for (const capital of [1000, 1000, 2000, 2000, 1000]) {
      const { settledTo, outcome } = await recompute(deps, { ...portfolio, capital });
      versions.push([(await deps.views.latest('test'))?.generation, outcome, settledTo !== null]);
    }
    expect(versions).toEqual([
      [1, 'published', false],
      [1, 'unchanged', true],
      [2, 'published', true],
      [2, 'unchanged', true],
      [3, 'published', true],
    ]);
  });

  it('lets no earlier recomputation overwrite a later one', async () => {
    const tables = await database.createTables('fenced');
    const { views } = depsOf(tables);
    const publish = (fence: number, view: StrategyView) =>
      views.publish({ portfolio: 'test', fence, view, generation: GENERATION, now: now() });
    const { number: early } = await views.takeFence('test');
    const { number: late } = await views.takeFence('test');
    const [old, fresh] = [
      viewOf(portfolio, pricesOf(new Map([...market].map(([ticker, bars]) => [ticker, bars.slice(0, 5)])))),
      viewOf(portfolio, pricesOf(new Map([...market].map(([ticker, bars]) => [ticker, bars.slice(0, 6)])))),
    ];
    expect(await publish(early, old)).toBe('superseded');
    expect(await publish(late, fresh)).toBe('published');
    expect(await publish(early, old)).toBe('superseded');
    expect(await views.latest('test')).toMatchObject({ asOf: sessions[5], version: late });
  });

  it('ends whole when many run at once, and at least one publishes', async () => {
    const tables = await database.createTables('crowd');
    await store(tables, barsBetween(0, 30));
    const summaries = await Promise.all(Array.from({ length: 6 }, () => recompute(depsOf(tables), portfolio)));
    expect(summaries.map(({ outcome }) => outcome)).toContain('published');
    const found = await depsOf(tables).views.parts('test', 'equity');
    expect(found?.latest.asOf).toBe(sessions[29]);
    expect([...(found?.parts.keys() ?? [])]).toEqual(['equity#2015']);
  });

  it('stays right when the acknowledgement of a write is lost', async () => {
    const tables = await database.createTables('lostack');
    await store(tables, barsBetween(0, 5));
    const flaky = createDynamoClients({ endpoint: database.endpoint });
    let lost = 0;
    flaky.client.middlewareStack.add(
      (next, context) => async (args) => {
        const result = await next(args);
        if (context.commandName === 'TransactWriteItemsCommand' && lost === 0) {
          lost += 1;
          throw Object.assign(new Error('socket hang up'), { name: 'TimeoutError', code: 'ECONNRESET' });
        }
        return result;
      },
      // Inside the SDK's own retries, as a lost answer is.
      { step: 'deserialize', priority: 'low' },
    );
    await recompute(depsOf(tables, flaky.client), portfolio);
    flaky.destroy();
    expect(lost).toBe(1);
    expect(await depsOf(tables).views.latest('test')).toMatchObject({ asOf: sessions[4], version: 1 });
  });

  it('shows no reader a mixture of two views', async () => {
    const tables = await database.createTables('mixture');
    const deps = depsOf(tables);
    await store(tables, barsBetween(0, 5));
    await recompute(deps, portfolio);
    const progress = { done: false };
    const reader = (async () => {
      const seen = new Set<string>();
      while (!progress.done) {
        const found = await deps.views.parts('test', 'equity');
        const asOf = found?.latest.asOf ?? '';
        expect(found?.parts.get('equity#2015')).toMatchObject({
          sessions: sessions.filter((session) => session <= asOf),
        });
        seen.add(asOf);
      }
      return seen;
    })();
    for (let session = 5; session < 15; session += 1) {
      await store(tables, barsBetween(session, session + 1));
      await recompute(deps, portfolio);
    }
    progress.done = true;
    expect((await reader).size).toBeGreaterThan(1);
  });

  it('records a signal with its view and announces each session once', async () => {
    const tables = await database.createTables('signals');
    const heard: string[] = [];
    const deps = {
      ...depsOf(tables),
      announce: (_: string, { session }: Signal) => Promise.resolve(void heard.push(session)),
    };
    await store(tables, barsBetween(0, 1));
    await recompute(deps, portfolio);
    await recompute(deps, portfolio);
    expect(heard).toEqual([sessions[0]]);
    expect((await itemsIn(tables)).get(`signal#${sessions[0]}#1`)?.['announced']).toEqual({ BOOL: true });
  });

  /** The view that the head lists, by name: contents and hashes, without what says when and by whom they were written. */
  async function viewIn(tables: StageTables): Promise<Map<string, unknown>> {
    const items = await itemsIn(tables);
    const head = items.get('view#latest');
    const parts = Object.entries(head?.['parts']?.M ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
    return new Map<string, unknown>([
      ['latest', [head?.['content'], head?.['hash']]],
      ...parts.map(([name, part]): [string, unknown] => {
        const item = items.get(`view#${name}#${part.M?.['version']?.N}`);
        return [name, [item?.['content'], item?.['hash'], part.M?.['hash']]];
      }),
    ]);
  }

  /** All items of the portfolio but its fence, by name. */
  async function itemsIn(tables: StageTables): Promise<Map<string, Item>> {
    const items = await tables.scan(tables.names.strategy);
    const own = items.filter((item) => item['portfolio']?.S === 'test' && item['item']?.S !== 'fence');
    return new Map(own.map((item) => [item['item']?.S ?? '', item]));
  }
});
