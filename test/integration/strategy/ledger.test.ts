import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { parsePortfolio } from '@evenkeel/domain/portfolio';
import { createDynamoClients, type Item } from '@evenkeel/dynamo/requests';
import { strategyViews } from '@evenkeel/dynamo/strategy';
import { recompute, type RecomputeDeps } from '../../../services/strategy/src/recompute/recompute';
import { fundSeries, idealInverse } from '../../factories/funds';
import { portfolioFile } from '../../factories/portfolio';
import { pathReaderOf } from '../../factories/portfolio-prices';
import { storedMarket } from '../../factories/stored-bars';
import { startTestDatabase, type StageTables, type TestDatabase } from '../../support/test-database';

const returns = Array.from({ length: 80 }, (_, i) => 0.02 * Math.sin(i * 1.7) + 0.002);
const market = storedMarket([fundSeries('QQQ', returns), idealInverse('SQQQ', returns, 3)]);
const sessions = [...market.values()][0]?.map(({ session }) => session) ?? [];
const rebalance = { check: 'daily', drift: { measure: 'weight', tolerance: 0.02 }, scope: 'pair' };
const portfolio = parsePortfolio(portfolioFile({ capital: 1e6, rebalance }), 'test');
const backdated = parsePortfolio(portfolioFile({ capital: 1e6, rebalance, start: sessions[3] }), 'test');
const now = () => new Date('2024-06-28T21:00:00Z');

jest.setTimeout(60_000);
let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
}, 60_000);
afterAll(() => database.stop());

function depsOf(tables: StageTables, end: () => number, client = database.clients.client): RecomputeDeps {
  return {
    views: strategyViews({ client, table: tables.names.strategy }),
    prices: pathReaderOf(() => new Map([...market].map(([ticker, bars]) => [ticker, bars.slice(0, end())]))),
    settled: new Map(),
    now,
  };
}

/** Items of the ledger by name, without the number of the recomputation that wrote them. */
async function ledgerIn(tables: StageTables): Promise<Map<string, Item>> {
  const items = await tables.scan(tables.names.strategy);
  const own = items.filter(({ item }) => /^(ledger|distance)#/.test(item?.S ?? ''));
  return new Map(
    own
      .map((item): [string, Item] => [item['item']?.S ?? '', { ...item, version: { N: '0' } }])
      .sort(([a], [b]) => a.localeCompare(b)),
  );
}

it('appends an entry a session, reads them back newest first, and writes over none', async () => {
  const tables = await database.createTables('append');
  const world = { end: 10 };
  const deps = depsOf(tables, () => world.end);
  for (; world.end <= 14; world.end += 1) await recompute(deps, portfolio, { changedFrom: sessions[world.end - 1] });
  const before = await ledgerIn(tables);
  expect([...before.keys()].filter((name) => name.startsWith('ledger#'))).toEqual(
    sessions.slice(9, 14).map((session) => `ledger#1#${session}#1`),
  );
  const { ledger } = await deps.views.fence('test');
  if (ledger === undefined) throw new Error('there is no ledger');
  expect(ledger).toEqual({ start: sessions[9], generation: 1, session: sessions[13], n: 1 });
  const entries = await deps.views.ledgerEntries('test', ledger, { sessions: 2 });
  expect(entries.map(({ entry }) => entry.session)).toEqual([sessions[13], sessions[12]]);
  expect(await deps.views.lastEntry('test', ledger)).toEqual(entries[0]);
  // A publication that would write over an entry is refused as a whole.
  const last = entries[0];
  if (last === undefined) throw new Error('there is no entry');
  const { number: fence } = await deps.views.takeFence('test');
  const view = { latest: (await deps.views.latest('test')) ?? failing(), parts: new Map(), signals: [] };
  const booking = {
    entries: [{ ...last, entry: { ...last.entry, nav: 1 } }],
    distances: new Map(),
    start: ledger.start,
  };
  const generation = { number: 1, hash: 'x' };
  expect(await deps.views.publish({ portfolio: 'test', fence, view, generation, now: now(), ledger: booking })).toBe(
    'superseded',
  );
  expect((await ledgerIn(tables)).get(`ledger#1#${sessions[13]}#1`)).toEqual(before.get(`ledger#1#${sessions[13]}#1`));
});
function failing(): never {
  throw new Error('there is no view');
}

it('neither loses nor doubles an entry, wherever the process is killed that appends many', async () => {
  const whole = await database.createTables('whole');
  await recompute(
    depsOf(whole, () => 70),
    backdated,
  );
  const expected = await ledgerIn(whole);
  expect([...expected.keys()].filter((name) => name.startsWith('ledger#'))).toHaveLength(67);
  for (let n = 1; n <= 4; n += 1) {
    for (const when of ['before', 'after'] as const) {
      const tables = await database.createTables(`killed${n}${when}`);
      const clients = createDynamoClients({ endpoint: database.endpoint, maxAttempts: 1 });
      let seen = 0;
      clients.client.middlewareStack.add(
        (next, context) => async (args) => {
          if (context['commandName'] !== 'TransactWriteItemsCommand') return next(args);
          seen += 1;
          if (seen < n) return next(args);
          if (when === 'after' && seen === n) await next(args);
          throw new Error('killed');
        },
        { step: 'initialize', name: 'killed' },
      );
      await expect(
        recompute(
          depsOf(tables, () => 70, clients.client),
          backdated,
        ),
      ).rejects.toThrow('killed');
      clients.destroy();
      await recompute(
        depsOf(tables, () => 70),
        backdated,
      );
      expect(await ledgerIn(tables)).toEqual(expected);
    }
  }
});

it('books past an item of somebody else under its next name, and leaves that as it is', async () => {
  const tables = await database.createTables('stranger');
  const deps = depsOf(tables, () => 10);
  const stranger = { portfolio: { S: 'test' }, item: { S: `ledger#1#${sessions[9]}#1` }, mine: { S: 'kept' } };
  await database.clients.client.send(new PutItemCommand({ TableName: tables.names.strategy, Item: stranger }));
  expect(await recompute(deps, portfolio)).toMatchObject({ outcome: 'published', booked: 1 });
  expect(await tables.scan(tables.names.strategy)).toContainEqual(stranger);
  const { ledger } = await deps.views.fence('test');
  expect(ledger).toMatchObject({ n: 2 });
  expect(ledger && (await deps.views.ledgerEntries('test', ledger, {})).map(({ n }) => n)).toEqual([2]);
});

it('says what is wrong with an entry that was edited, and publishes all the same', async () => {
  const tables = await database.createTables('edited');
  const world = { end: 10 };
  const deps = depsOf(tables, () => world.end);
  await recompute(deps, portfolio);
  const [entry] = [...(await ledgerIn(tables)).values()].filter(({ item }) => item?.S?.startsWith('ledger#'));
  const edited = { ...entry, content: { S: 'mine' } };
  await database.clients.client.send(new PutItemCommand({ TableName: tables.names.strategy, Item: edited }));
  world.end = 11;
  const summary = await recompute(deps, portfolio, { changedFrom: sessions[10] });
  expect(summary).toMatchObject({ outcome: 'published', asOf: sessions[10], booked: 0 });
  expect(summary.ledgerProblem).toContain(`Strategy item test ledger#1#${sessions[9]}#1`);
});
