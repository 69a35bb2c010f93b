import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { addCalendarDays, type SessionDate } from '@evenkeel/domain/calendar';
import { parsePortfolio } from '@evenkeel/domain/portfolio';
import { createDynamoClients } from '@evenkeel/dynamo/requests';
import { type Signal, strategyViews } from '@evenkeel/dynamo/strategy';
import { recompute, type RecomputeDeps } from '../../../services/strategy/src/recompute/recompute';
import { tellLate } from '../../../services/strategy/src/signals/late';
import { fundSeries, idealInverse } from '../../factories/funds';
import { portfolioFile } from '../../factories/portfolio';
import { pathReaderOf } from '../../factories/portfolio-prices';
import { storedMarket } from '../../factories/stored-bars';
import { startTestDatabase, type StageTables, type TestDatabase } from '../../support/test-database';

const file = (more: Record<string, unknown> = {}) =>
  parsePortfolio(
    portfolioFile({
      capital: 1e6,
      rebalance: { check: 'daily', drift: { measure: 'delta', tolerance: 0.05 }, scope: 'pair' },
      ...more,
    }),
    'test',
  );
const portfolio = file();
const returns = new Array<number>(70).fill(0.01);
const market = storedMarket([fundSeries('QQQ', returns), idealInverse('SQQQ', returns, 3)]);
const sessions = [...market.values()][0]?.map(({ session }) => session) ?? [];
const on = (at: number): SessionDate => sessions[at] ?? addCalendarDays(sessions[0] ?? failing(), -1);
function failing(): never {
  throw new Error('the market has no session');
}

let database: TestDatabase;
beforeAll(async () => {
  database = await startTestDatabase();
}, 60_000);
afterAll(() => database.stop());
jest.setTimeout(60_000);

/** A strategy over the first `end` bars of each symbol, or of the symbols as `ends` says; what it sends is heard. */
async function strategy(name: string) {
  const tables = await database.createTables(name);
  const world: { end: number; ends: Partial<Record<string, number>>; bars: typeof market } = {
    end: 1,
    ends: {},
    bars: market,
  };
  const heard: Signal[] = [];
  const deps: RecomputeDeps = {
    views: strategyViews({ client: database.clients.client, table: tables.names.strategy }),
    prices: pathReaderOf(
      () => new Map([...world.bars].map(([ticker, bars]) => [ticker, bars.slice(0, world.ends[ticker] ?? world.end)])),
    ),
    settled: new Map(),
    now: () => new Date('2024-06-28T21:00:00Z'),
    announce: (_, signal) => Promise.resolve(void heard.push(signal)),
  };
  const step = (end: number, changedFrom = on(end - 1)) => {
    world.end = end;
    return recompute(deps, portfolio, { changedFrom });
  };
  return { tables, world, heard, deps, step };
}

const told = (signals: readonly Signal[]) => signals.map(({ kind, session }) => `${sessions.indexOf(session)} ${kind}`);

async function signalItems(tables: StageTables) {
  const items = await tables.scan(tables.names.strategy);
  return items.filter(({ item }) => item?.S?.startsWith('signal#'));
}

it('tells of each session once, with an id that names portfolio, session, version and kind', async () => {
  const { heard, step, deps } = await strategy('once');
  for (let end = 1; end <= 6; end += 1) {
    await step(end);
    await step(end);
  }
  // A step of 1 % is 3 % of net delta, two are more than the limit.
  expect(told(heard)).toEqual(['0 rebalance', '2 rebalance', '4 rebalance']);
  expect(new Set(heard.map(({ id }) => id)).size).toBe(heard.length);
  for (const { id, session, version, kind } of heard) expect(id).toBe(`test/${session}/${version}/${kind}`);
  const { signals } = await deps.views.signals('test', {});
  expect(signals.map(({ id }) => id)).toEqual(heard.map(({ id }) => id).reverse());
  expect(signals.map(({ announcedAt }) => announcedAt)).toEqual(signals.map(() => '2024-06-28T21:00:00.000Z'));
});

it('takes back a decision that a correction has changed, naming it, once', async () => {
  const { heard, step, world, deps } = await strategy('correction');
  for (let end = 1; end <= 5; end += 1) await step(end);
  const last = heard.findLast(({ kind }) => kind === 'rebalance');
  const at = sessions.findIndex((session) => session === last?.session);
  expect(at).toBeGreaterThan(0);
  // The base has risen no further than on the session before, so nothing is to be traded.
  const [base] = [...market.keys()];
  world.bars = new Map(
    [...market].map(([ticker, bars]) => [
      ticker,
      bars.map((bar, row) =>
        row >= 1 && row <= at ? { ...bar, close: (bars[0] ?? bar).close, open: (bars[0] ?? bar).open } : bar,
      ),
    ]),
  );
  expect(base).toBe('QQQ');
  heard.length = 0;
  await step(5, on(at));
  await step(5, on(at));
  const corrections = heard.filter(({ kind }) => kind === 'correction');
  expect(corrections).toHaveLength(1);
  expect(corrections[0]).toMatchObject({
    session: last?.session,
    content: {
      because: 'prices',
      signal: 'hold',
      orders: [],
      replaces: { id: last?.id, version: last?.version, signal: 'rebalance' },
    },
  });
  const { latest } = deps.views;
  const head = await latest('test');
  expect(head?.changes).toMatchObject({
    since: last?.version,
    because: 'prices',
    oldest: last?.session,
    asOf: last?.session,
    nav: { is: 1e6 },
    decision: { was: 'rebalance', is: 'hold' },
    pairs: [{ base: 'QQQ', inverse: 'SQQQ', drift: { is: 0 } }],
    more: 0,
  });
  expect(head?.changes?.nav.was).not.toBe(1e6);
  // While a symbol of the next session is there and the other is not, it stays said; with that session it is history.
  world.ends = { QQQ: 6 };
  await step(5, on(5));
  expect(await latest('test')).toMatchObject({ newest: sessions[5], changes: head?.changes });
  world.ends = {};
  await step(5);
  // Corrected back: the correction is what is replaced now.
  world.bars = market;
  heard.length = 0;
  await step(5, on(at));
  expect(heard.filter(({ kind }) => kind === 'correction')).toMatchObject([
    { content: { signal: 'rebalance', replaces: { id: corrections[0]?.id, signal: 'hold' } } },
  ]);
  expect(
    (await deps.views.signals('test', { from: last?.session, to: last?.session })).signals.map(({ kind }) => kind),
  ).toEqual(['correction', 'correction', 'rebalance']);
});

it('says of a decision that another file has changed that it is no correction of prices', async () => {
  const { heard, step, deps } = await strategy('file');
  for (let end = 1; end <= 4; end += 1) await step(end);
  heard.length = 0;
  const tight = file({ rebalance: { check: 'daily', drift: { measure: 'delta', tolerance: 0.001 }, scope: 'pair' } });
  await recompute(deps, tight, { verify: true });
  expect(heard).toMatchObject([
    { kind: 'correction', session: sessions[3], content: { because: 'file', signal: 'rebalance' } },
  ]);
});

it('keeps what could not be sent, and sends it at the next wake-up, past one that can never be sent', async () => {
  const { heard, step, deps, tables, world } = await strategy('down');
  const down = { ...deps, announce: () => Promise.reject(new Error('the topic is down')) };
  await expect(recompute(down, portfolio)).rejects.toThrow(
    '1 signal(s) of test could not be sent and stay pending: the topic is down',
  );
  expect(await deps.views.latest('test')).toMatchObject({ asOf: sessions[0] });
  world.end = 6;
  await expect(recompute(down, portfolio, { changedFrom: sessions[1] })).rejects.toThrow('could not be sent');
  const pending = await signalItems(tables);
  expect(pending.length).toBeGreaterThan(1);
  const poisoned = pending.at(-1)?.['item']?.S ?? '';
  await database.clients.client.send(
    new UpdateItemCommand({
      TableName: tables.names.strategy,
      Key: { portfolio: { S: 'test' }, item: { S: poisoned } },
      UpdateExpression: 'REMOVE content',
    }),
  );
  const missed: string[] = [];
  const up = { ...deps, missed: (signal: string) => void missed.push(signal) };
  expect(await recompute(up, portfolio)).toMatchObject({
    outcome: 'unchanged',
    undeliverable: [`${poisoned}: the item is not as it was written`],
  });
  expect(missed).toEqual([poisoned]);
  expect(heard).toHaveLength(pending.length - 1);
  expect((await deps.views.fence('test')).unannounced).toEqual([]);
  await step(6);
  expect(heard).toHaveLength(pending.length - 1);
});

it('calls a session late once, and tells with the view that completes it that it is there', async () => {
  const { heard, step, deps, world } = await strategy('late');
  await step(4);
  heard.length = 0;
  const session = on(4);
  // 20:00 in New York on that day.
  const evening = { ...deps, now: () => new Date(`${addCalendarDays(session, 1)}T01:30:00Z`) };
  expect(await tellLate(evening, portfolio)).toMatchObject({ session, late: ['QQQ', 'SQQQ'] });
  expect(await tellLate(evening, portfolio)).toMatchObject({ late: [] });
  world.ends = { QQQ: 5 };
  await recompute(deps, portfolio, { changedFrom: session });
  expect(told(heard)).toEqual(['4 late']);
  world.ends = {};
  await step(5);
  expect(told(heard)).toContain('4 recovered');
  await step(6);
  expect(told(heard).filter((each) => each.endsWith('recovered'))).toHaveLength(1);
  expect(await tellLate(evening, portfolio)).toMatchObject({ late: [] });
});

it('does not miss that a session is there which was called late while its view was being computed', async () => {
  const { heard, step, deps, tables } = await strategy('race');
  await step(4);
  heard.length = 0;
  const evening = { ...deps, now: () => new Date(`${addCalendarDays(on(4), 1)}T01:30:00Z`) };
  let calls = 0;
  const late: string[] = [];
  const racing: RecomputeDeps = {
    ...deps,
    prices: {
      pathsOf: async (...asked) => {
        calls += 1;
        // The number has been taken, nothing is published yet.
        if (calls === 1) late.push(...(await tellLate(evening, portfolio)).late);
        return pathReaderOf(() => new Map([...market].map(([ticker, bars]) => [ticker, bars.slice(0, 5)]))).pathsOf(
          ...asked,
        );
      },
    },
  };
  expect(await recompute(racing, portfolio, { changedFrom: on(4) })).toMatchObject({
    outcome: 'published',
    asOf: sessions[4],
  });
  expect([calls, late]).toEqual([2, ['QQQ', 'SQQQ']]);
  expect(told(heard)).toEqual(['4 late', ...told(heard).slice(1)]);
  expect(told(heard)).toContain('4 recovered');
  expect(new Set((await signalItems(tables)).map(({ item }) => item?.S)).size).toBe((await signalItems(tables)).length);
});

it('tells of each of many sessions once, wherever the process that records them is killed', async () => {
  const everyDay = file({ rebalance: { check: 'daily', scope: 'portfolio' } });
  for (let n = 1; n <= 4; n += 1) {
    const { heard, deps, world, tables } = await strategy(`killed${n}`);
    await recompute(deps, everyDay);
    world.end = 65;
    const clients = createDynamoClients({ endpoint: database.endpoint, maxAttempts: 1 });
    let seen = 0;
    clients.client.middlewareStack.add(
      (next, context) => async (args) => {
        if (context['commandName'] !== 'TransactWriteItemsCommand') return next(args);
        seen += 1;
        if (seen > n) throw new Error('killed');
        const answer = await next(args);
        if (seen === n) throw new Error('killed');
        return answer;
      },
      { step: 'initialize', name: 'killed' },
    );
    const dying = { ...deps, views: strategyViews({ client: clients.client, table: tables.names.strategy }) };
    await expect(recompute(dying, everyDay, { changedFrom: sessions[1] })).rejects.toThrow('killed');
    clients.destroy();
    await recompute(deps, everyDay);
    expect(told(heard.filter(({ kind }) => kind === 'rebalance'))).toEqual(
      Array.from({ length: 65 }, (_, at) => `${at} rebalance`),
    );
    expect(heard.filter(({ kind }) => kind !== 'rebalance')).toEqual([]);
  }
});
