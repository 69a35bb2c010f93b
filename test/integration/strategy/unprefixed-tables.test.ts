import { createDynamoClients, type Item } from '@evenkeel/dynamo/requests';
import { type Signal, strategyViews, type StrategyView } from '@evenkeel/dynamo/strategy';
import { parsePortfolio } from '@evenkeel/domain/portfolio';
import { recompute } from '../../../services/strategy/src/recompute/recompute';
import { viewOf } from '../../../services/strategy/src/view/view';
import { fundSeries, idealInverse } from '../../factories/funds';
import { portfolioFile } from '../../factories/portfolio';
import { pathReaderOf, pricesOf } from '../../factories/portfolio-prices';
import { storedMarket } from '../../factories/stored-bars';
import {
  GENERATION,
  madeParts,
  putItems,
  putStrangers,
  unprefixedItems,
  viewAsOf,
} from '../../factories/strategy-table';
import { startTestDatabase, type StageTables, type TestDatabase } from '../../support/test-database';

const now = () => new Date('2024-07-01T21:00:00Z');
const OLD = viewAsOf('2024-06-28', {
  'equity#2023': 'curve of 2023',
  'equity#2024': 'curve of 2024',
  'trades#2024': 'first trades',
  'trades#2024#2': 'later trades',
  report: 'the report',
});
const SIGNALS = { '2024-06-27': true, '2024-06-28': false };

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
}, 60_000);
afterAll(() => database.stop());

async function unprefixedTable(stage: string, view: StrategyView = OLD, signals: Record<string, boolean> = SIGNALS) {
  const tables = await database.createTables(stage);
  await putItems(database.clients.client, tables.names.strategy, unprefixedItems(view, 41, signals));
  return { tables, views: strategyViews({ client: database.clients.client, table: tables.names.strategy }) };
}

async function namesIn(tables: StageTables): Promise<string[]> {
  const items = await tables.scan(tables.names.strategy);
  return items.flatMap((item) => (item['portfolio']?.S === 'test' ? (item['item']?.S ?? []) : [])).toSorted();
}

describe('a table whose items do not say of what kind they are', () => {
  it('is read as it is', async () => {
    const { views } = await unprefixedTable('asis');
    expect(await views.portfolios()).toEqual([{ name: 'test', retiredSince: null }]);
    const latest = { ...OLD.latest, version: 41, generation: 0, computedAt: '2024-06-28T21:00:00.000Z', changes: null };
    expect(await views.latest('test')).toEqual(latest);
    const parts = (names: string[]) => new Map(names.map((name) => [name, OLD.parts.get(name)?.make()]));
    expect(await views.parts('test', 'equity')).toEqual({ latest, parts: parts(['equity#2023', 'equity#2024']) });
    expect(await views.parts('test', 'trades')).toEqual({ latest, parts: parts(['trades#2024', 'trades#2024#2']) });
    expect(await views.parts('test', 'report')).toEqual({ latest, parts: parts(['report']) });
  });

  it('becomes one that does with the next publication, which keeps signals, strangers and numbers', async () => {
    const { tables, views } = await unprefixedTable('next');
    const strangers = await putStrangers(database.clients.client, tables.names.strategy);
    const { number: fence } = await views.takeFence('test');
    expect(fence).toBe(42);
    const view = viewAsOf('2024-07-01', { 'equity#2024': 'longer', report: 'the report' });
    expect(await views.publish({ portfolio: 'test', fence, view, generation: GENERATION, now: now() })).toBe(
      'published',
    );
    const names = strangers.map(({ item }) => item?.S ?? '');
    expect((await namesIn(tables)).filter((name) => !names.includes(name))).toEqual([
      'fence',
      'signal#2024-06-27#41',
      'signal#2024-06-28#41',
      'view#equity#2024#42',
      'view#latest',
      'view#report#42',
    ]);
    const items = await tables.scan(tables.names.strategy);
    for (const stranger of strangers) expect(items).toContainEqual(stranger);
    expect(await views.pendingSignals('test', 'all')).toEqual({
      signals: [
        {
          id: 'test/2024-06-28/41/rebalance',
          kind: 'rebalance',
          session: '2024-06-28',
          version: 41,
          content: { session: '2024-06-28' },
          subject: 'test 2024-06-28: rebalance',
          text: 'test 2024-06-28: rebalance',
          announced: false,
        },
      ],
      unreadable: [],
    });
    expect((await views.fence('test')).published).toBe(42);
    expect(await views.portfolios()).toEqual([{ name: 'test', retiredSince: null }]);
  });

  it('is never without a view, wherever the publication is killed, and is done by the next one', async () => {
    const signals = Object.fromEntries(
      Array.from({ length: 120 }, (_, day) => [
        new Date(Date.UTC(2020, 0, 1 + day)).toISOString().slice(0, 10),
        day < 119,
      ]),
    );
    const view = viewAsOf('2024-07-01', { 'equity#2024': 'longer' });
    const calls = { left: Number.POSITIVE_INFINITY };
    const clients = killable(calls);
    let kills = 0;
    for (let survived = 0; ; survived += 1) {
      const { tables, views } = await unprefixedTable(`kill${survived}`, OLD, signals);
      calls.left = survived;
      const doomed = strategyViews({ client: clients.client, table: tables.names.strategy });
      const { number: fence } = await views.takeFence('test');
      const outcome = await doomed
        .publish({ portfolio: 'test', fence, view, generation: GENERATION, now: now() })
        .catch(() => 'killed');
      const shown = await views.parts('test', 'equity');
      const whole = [OLD, view].find(({ latest }) => latest.asOf === shown?.latest.asOf);
      expect([...(shown?.parts ?? [])]).toEqual(
        [...madeParts(whole ?? view)].filter(([name]) => name.startsWith('equity')),
      );

      await views.publish({
        portfolio: 'test',
        fence: (await views.takeFence('test')).number,
        view,
        generation: GENERATION,
        now: now(),
      });
      const names = await namesIn(tables);
      expect(names.filter((name) => !name.startsWith('signal#'))).toHaveLength(3);
      expect(names.filter((name) => /^signal#\d{4}-\d\d-\d\d#41$/.test(name))).toHaveLength(120);
      expect(names).toHaveLength(123);
      if (outcome !== 'killed') break;
      kills += 1;
    }
    clients.destroy();
    // Three transactions rename signals, one publishes, one removes.
    expect(kills).toBe(5);
  });

  it('answers a reader between whose two looks the old view gives way to the new one', async () => {
    const { tables, views } = await unprefixedTable('between');
    const view = viewAsOf('2024-07-01', { 'equity#2024': 'longer' });
    const clients = createDynamoClients({ endpoint: database.endpoint });
    let looks = 0;
    clients.client.middlewareStack.add(
      (next) => async (args) => {
        looks += 1;
        if (looks === 2)
          await views.publish({
            portfolio: 'test',
            fence: (await views.takeFence('test')).number,
            view,
            generation: GENERATION,
            now: now(),
          });
        return next(args);
      },
      { step: 'initialize', name: 'between' },
    );
    const reader = strategyViews({ client: clients.client, table: tables.names.strategy });
    expect(await reader.latest('test')).toMatchObject(view.latest);
    expect(looks).toBe(3);
    clients.destroy();
  });

  it('is taken over by a recomputation, which announces what was pending and nothing twice', async () => {
    const portfolio = parsePortfolio(portfolioFile(), 'test');
    const market = storedMarket([fundSeries('QQQ', []), idealInverse('SQQQ', [], 3)]);
    const view = viewOf(portfolio, pricesOf(market));
    const session = view.signals[0]?.session ?? '';
    for (const announced of [false, true]) {
      const { tables, views } = await unprefixedTable(`announced${String(announced)}`, view, { [session]: announced });
      const heard: string[] = [];
      const deps = {
        views,
        prices: pathReaderOf(() => market),
        settled: new Map(),
        now,
        announce: (_: string, told: Signal) => Promise.resolve(void heard.push(told.session)),
      };
      for (let run = 0; run < 2; run += 1) await recompute(deps, portfolio);
      expect(heard).toEqual(announced ? [] : [session]);
      expect((await namesIn(tables)).filter((name) => name.startsWith('signal#'))).toEqual([`signal#${session}#41`]);
      expect(await views.latest('test')).toMatchObject(view.latest);
    }
  });

  it('keeps no part that an older publication has left behind half-written', async () => {
    const { tables, views } = await unprefixedTable('half');
    const left = unprefixedItems(viewAsOf('2024-06-28', { 'trades#2024#3': 'unlisted' }), 40, {});
    const part = (item: Item): boolean => item['item']?.S === 'trades#2024#3';
    await putItems(database.clients.client, tables.names.strategy, left.filter(part));
    await views.publish({
      portfolio: 'test',
      fence: (await views.takeFence('test')).number,
      view: OLD,
      generation: GENERATION,
      now: now(),
    });
    expect(await namesIn(tables)).not.toContain('trades#2024#3');
    expect(await views.latest('test')).toMatchObject(OLD.latest);
  });
});

/** Clients whose process dies at the transaction after `left` of them. */
function killable(calls: { left: number }) {
  const clients = createDynamoClients({ endpoint: database.endpoint, maxAttempts: 1 });
  clients.client.middlewareStack.add(
    (next, context) => (args) => {
      if (context.commandName !== 'TransactWriteItemsCommand') return next(args);
      calls.left -= 1;
      return calls.left < 0 ? Promise.reject(new Error('killed')) : next(args);
    },
    { step: 'deserialize', name: 'kill', priority: 'high' },
  );
  return clients;
}
