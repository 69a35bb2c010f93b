import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { parsePortfolio } from '@evenkeel/domain/portfolio';
import { barItem, pricePathReader, type StoredBar } from '@evenkeel/dynamo/prices';
import type { Item } from '@evenkeel/dynamo/requests';
import { strategyViews } from '@evenkeel/dynamo/strategy';
import type { Ticker } from '@evenkeel/domain/prices';
import { recompute } from '../../services/strategy/src/recompute/recompute';
import { fundSeries, idealInverse } from '../factories/funds';
import { portfolioFile } from '../factories/portfolio';
import { storedMarket } from '../factories/stored-bars';
import { mulberry32 } from '../support/dynamo-faults';
import { bundleStrategyProcess, runStrategy } from '../support/strategy-processes';
import { startTestDatabase, type StageTables, type TestDatabase } from '../support/test-database';

/** Promises 3 and 4 with real processes: what test/simulation does in virtual time. */
const KILLS = Number(process.env['KILL_TRIALS'] ?? 100);
const returns = Array.from({ length: 279 }, (_, i) => 0.013 * Math.sin(i * 1.7) + 0.001);
const market = storedMarket([fundSeries('QQQ', returns), idealInverse('SQQQ', returns, 3)]);
const sessions = [...market.values()][0]?.map(({ session }) => session) ?? [];
const bars = [...market.values()].reduce((sum, each) => sum + each.length, 0);
const file = portfolioFile({
  rebalance: { check: 'daily', drift: { measure: 'weight', tolerance: 0.01 }, scope: 'breached' },
});
const portfolio = parsePortfolio(file, 'test');
const random = mulberry32(20_240_628);

let database: TestDatabase;
let tables: StageTables;
let oracle: StageTables;
let folder: string;
let environment: Readonly<Record<string, string>>;

beforeAll(async () => {
  database = await startTestDatabase();
  tables = await database.createTables('processes');
  oracle = await database.createTables('oracle');
  await bundleStrategyProcess();
  folder = mkdtempSync(join(tmpdir(), 'evenkeel-processes-'));
  writeFileSync(join(folder, 'test.json'), JSON.stringify(file));
  environment = {
    AWS_ENDPOINT_URL_DYNAMODB: database.endpoint,
    PRICE_HISTORY_TABLE: tables.names.priceHistory,
    STRATEGY_TABLE: tables.names.strategy,
    EVENKEEL_PORTFOLIO_FILES: JSON.stringify({ test: join(folder, 'test.json') }),
    EVENKEEL_NOW: '2024-06-28T21:00:00Z',
  };
  for (const [ticker, all] of market) for (const bar of all) await put(ticker, bar);
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await database.stop();
});

async function put(ticker: Ticker, bar: StoredBar): Promise<void> {
  const item = barItem(ticker, bar, { source: bar.source, recordedAt: bar.recordedAt });
  await database.clients.client.send(new PutItemCommand({ TableName: tables.names.priceHistory, Item: item }));
}

/** Corrects one bar, somewhere in the history. @returns its session */
async function correct(): Promise<string> {
  const [[ticker, own] = []] = market;
  const bar = own?.[Math.floor(random() * own.length)];
  if (ticker === undefined || bar === undefined) throw new Error('the market is empty');
  await put(ticker, { ...bar, close: bar.close.times((1 + random() / 1000).toFixed(6)) });
  return bar.session;
}

/** The view as its readers get it: the head's content and the hash of each part, all of which must be there. */
async function viewIn(stage: StageTables): Promise<unknown> {
  const items = new Map((await stage.scan(stage.names.strategy)).map((item) => [item['item']?.S ?? '', item]));
  const head: Item = items.get('view#latest') ?? {};
  const parts = Object.entries(head['parts']?.M ?? {}).map(([name, part]) => {
    const stored = items.get(`view#${name}#${part.M?.['version']?.N ?? ''}`);
    return [name, part.M?.['hash']?.S, stored?.['hash']?.S];
  });
  expect(parts.filter(([, listed, stored]) => listed !== stored)).toEqual([]);
  return { content: head['content'], parts };
}

/** What a rebuild from nothing but the stored bars makes of them, in a table of its own. */
async function rebuilt(): Promise<unknown> {
  const { client } = database.clients;
  await recompute(
    {
      prices: pricePathReader(client, tables.names.priceHistory),
      settled: new Map(),
      views: strategyViews({ client, table: oracle.names.strategy }),
      now: () => new Date('2024-06-28T21:00:00Z'),
    },
    portfolio,
    { verify: true },
  );
  return viewIn(oracle);
}

test('five recomputations at once: none fails, one view is left, and none reads the prices twice', async () => {
  const session = sessions[20] ?? '';
  await runStrategy(environment, session);
  await correct();
  const ended = await Promise.all(Array.from({ length: 5 }, () => runStrategy(environment, '0001-01-01')));
  expect(ended.map(({ answer }) => answer)).toEqual(Array.from({ length: 5 }, () => ({ batchItemFailures: [] })));
  const done = ended.flatMap(({ lines }) => lines.filter(({ message }) => message === 'recomputed'));
  expect(done).toHaveLength(5);
  const read = done.reduce((sum, line) => sum + Number(line['bars']), 0);
  expect(read).toBeLessThanOrEqual(5 * bars);
  expect(await viewIn(tables)).toEqual(await rebuilt());
  process.stdout.write(
    `five at once: ${done.map(({ outcome }) => String(outcome)).join(', ')}; ${read} bars read of ${bars} stored\n`,
  );
});

test(`${KILLS} recomputations killed with SIGKILL: the view stays whole, and the next delivery makes it right`, async () => {
  const { lived } = await runStrategy(environment, await correct());
  let killed = 0;
  let finished = 0;
  while (killed < KILLS) {
    const session = await correct();
    const ended = await runStrategy(environment, session, random() * lived * 1.1);
    if (ended.killed) killed += 1;
    else finished += 1;
    await viewIn(tables);
    const again = await runStrategy(environment, session);
    expect(again.answer).toEqual({ batchItemFailures: [] });
    expect(await viewIn(tables)).toEqual(await rebuilt());
  }
  process.stdout.write(`strategy kills: ${killed} killed, ${finished} were faster than their kill; every view whole\n`);
});
