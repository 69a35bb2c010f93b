import { existsSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { BatchWriteItemCommand, CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { asTradedBars, parseTicker, type Ticker } from '@evenkeel/domain/prices';
import { symbolsOf } from '@evenkeel/domain/portfolio';
import { mapBounded } from '@evenkeel/dynamo/pacing';
import { barItem, pricePathReader } from '@evenkeel/dynamo/prices';
import { createDynamoClients, type DynamoClients, type Item } from '@evenkeel/dynamo/requests';
import { strategyViews } from '@evenkeel/dynamo/strategy';
import { jobTableNames, openJobTables, runAudit, runUpdate, runWarmUp, type JobTables } from '@evenkeel/ingestion/jobs';
import { openSource, type PriceSource } from '@evenkeel/ingestion/sources';
import { presets } from '../factories/portfolio';
import type { SettledCache } from '../../services/strategy/src/checkpoints/settled';
import { recompute } from '../../services/strategy/src/recompute/recompute';
import { startDynamoDbLocal } from '../../cli/src/stack/database/amazon';
import { createTables, declaredTables, LOCAL_CREDENTIALS, LOCAL_REGION } from '../../cli/src/stack/tables';
import { bill, meter, type Units } from './support/consumption';
import { report } from './support/measure';

const DATA = '../shared/data/prices';
const REAL = existsSync(DATA);
const NOW = new Date('2025-11-28T23:00:00Z');
const NEXT_DAY = new Date('2025-12-01T23:00:00Z');
/** As many requests in flight as the job has: three symbols with four each. */
const IN_FLIGHT = 12;
const ROUNDS = 2;
/** A small table's stream has up to four shards, and each wakes the strategy for itself. */
const SHARDS = 4;

const portfolio = presets.classic;
const symbols = symbolsOf(portfolio);
const source = REAL ? openSource('csv', { data: DATA }) : openSource('synthetic', { now: () => NEXT_DAY });
if (!REAL) process.stdout.write(`  ${DATA} is not here: the built-in synthetic market instead\n`);
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

await speed();
await memory();
await consumption();

/** Warm-up against a bare loop over the same, ready items, each on its own fresh DynamoDB Local, in turns. */
async function speed(): Promise<void> {
  const items = (await mapBounded(symbols, 1, itemsOf)).flat();
  const rates = { bare: [] as number[], job: [] as number[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    const turns = round % 2 === 0 ? (['bare', 'job'] as const) : (['job', 'bare'] as const);
    for (const turn of turns) {
      const seconds = await onFreshDatabase((clients, endpoint) =>
        turn === 'bare' ? bareLoop(endpoint, items) : warmUp(openJobTables(clients, jobTableNames('bench'))),
      );
      rates[turn].push(items.length / seconds);
    }
  }
  const [bare, job] = [mean(rates.bare), mean(rates.job)];
  report(
    'bare BatchWriteItem loop',
    `${Math.round(bare)} items/s (${items.length} items, ${IN_FLIGHT} requests in flight)`,
  );
  report('warm-up of 11 symbols', `${Math.round(job)} items/s`);
  report('  of the bare loop', `${((100 * job) / bare).toFixed(0)} %`, { text: '85 %', holds: job >= 0.85 * bare });
}

async function itemsOf(ticker: Ticker): Promise<Item[]> {
  const bars = asTradedBars(await source.fetch(ticker)).filter(({ session }) => session <= '2025-11-28');
  return bars.map((bar) => barItem(ticker, bar, { source: source.name, recordedAt: NOW.toISOString() }, true));
}

/** The SDK as it comes. */
async function bareLoop(endpoint: string, items: readonly Item[]): Promise<void> {
  const client = new DynamoDBClient({ endpoint, region: LOCAL_REGION, credentials: LOCAL_CREDENTIALS });
  const table = jobTableNames('bench').priceHistory;
  const chunks = Array.from({ length: Math.ceil(items.length / 25) }, (_, index) =>
    items.slice(index * 25, index * 25 + 25),
  );
  await mapBounded(chunks, IN_FLIGHT, async (chunk) => {
    const requests = chunk.map((item) => ({ PutRequest: { Item: item } }));
    const { UnprocessedItems = {} } = await client.send(
      new BatchWriteItemCommand({ RequestItems: { [table]: requests } }),
    );
    if (Object.keys(UnprocessedItems).length > 0) throw new Error('DynamoDB Local left items unprocessed');
  });
  client.destroy();
}

async function warmUp(tables: JobTables): Promise<void> {
  const { failed } = await runWarmUp({ source, tables, now: NOW }, { symbols });
  if (failed.length > 0) throw new Error(`warm-up failed for ${failed.join(', ')}`);
}

/** Seconds that `work` takes on a database that has nothing but its tables and a little exercise. */
async function onFreshDatabase(work: (clients: DynamoClients, endpoint: string) => Promise<void>): Promise<number> {
  const database = await startDynamoDbLocal();
  const clients = createDynamoClients({ endpoint: database.endpoint });
  try {
    await createTables(database.endpoint, 'bench');
    await exercise(clients.client);
    const started = performance.now();
    await work(clients, database.endpoint);
    return (performance.now() - started) / 1000;
  } finally {
    clients.destroy();
    await database.stop();
  }
}

/** Lets the Java machine compile its way through a batch write before anything is timed. */
async function exercise(client: DynamoDBClient): Promise<void> {
  const [table] = declaredTables('exercise').filter(({ TableName }) => TableName?.endsWith('-Ingestion'));
  if (table === undefined) throw new Error('no Ingestion table is declared');
  await client.send(new CreateTableCommand(table));
  const chunks = Array.from({ length: 200 }, (_, chunk) => chunk);
  await mapBounded(chunks, IN_FLIGHT, async (chunk) => {
    const requests = Array.from({ length: 25 }, (_, index) => ({
      PutRequest: { Item: { pk: { S: String(chunk) }, sk: { S: String(index) }, close: { N: '1.25' } } },
    }));
    await client.send(new BatchWriteItemCommand({ RequestItems: { [table.TableName ?? '']: requests } }));
  });
}

/** Live heap while many symbols pass through, on tables that swallow everything. */
async function memory(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  const gc = typeof collect === 'function' ? () => Reflect.apply(collect, undefined, []) as unknown : () => undefined;
  const few = await liveHeap(5, gc);
  const many = await liveHeap(25, gc);
  const growth = many / few;
  report('live heap, 5 symbols', `${few.toFixed(0)} MB`);
  report('live heap, 25 symbols', `${many.toFixed(0)} MB`, {
    text: 'at most 1.25 times that of 5',
    holds: growth <= 1.25,
  });
}

async function liveHeap(count: number, gc: () => unknown): Promise<number> {
  const clients = createDynamoClients({ endpoint: 'http://127.0.0.1:1' });
  clients.client.middlewareStack.add(
    () => () => Promise.resolve({ output: { $metadata: {}, Items: [] }, response: {} }),
    { step: 'initialize', name: 'swallow', priority: 'low' },
  );
  const [model] = symbols;
  if (model === undefined) throw new Error('the portfolio has no symbols');
  const many = Array.from({ length: count }, (_, index) => parseTicker(`M${index}`));
  const lookAlike: PriceSource = {
    name: 'bench',
    fetch: async (ticker) => ({ ...(await source.fetch(model)), ticker }),
  };
  let peak = 0;
  const look = ({ step }: { readonly step: string }): void => {
    if (step !== 'done' && step !== 'fetching') return;
    gc();
    peak = Math.max(peak, process.memoryUsage().heapUsed / 1e6);
  };
  const tables = openJobTables(clients, jobTableNames('none'));
  await runWarmUp({ source: lookAlike, tables, now: NOW, onProgress: look }, { symbols: many });
  clients.destroy();
  return peak;
}

/** Units that each job consumes, as DynamoDB counts them, and the month's bill. */
async function consumption(): Promise<void> {
  const database = await startDynamoDbLocal();
  const clients = createDynamoClients({ endpoint: database.endpoint });
  try {
    await createTables(database.endpoint, 'bench');
    const units = meter(clients.client);
    const tables = openJobTables(clients, jobTableNames('bench'));
    const job = async (run: () => Promise<unknown>): Promise<Units> => {
      units.reset();
      await run();
      return units.total();
    };
    const views = strategyViews({ client: clients.client, table: 'evenkeel-bench-Strategy' });
    const prices = pricePathReader(clients.client, jobTableNames('bench').priceHistory);
    const settled: SettledCache = new Map();
    const strategy = (now: Date): Promise<Units> =>
      job(() => recompute({ prices, views, settled, now: () => now }, portfolio));
    const first = await job(() => runWarmUp({ source, tables, now: NOW }, { symbols }));
    const firstView = await strategy(NOW);
    const day = await job(() => runUpdate({ source, tables, now: NEXT_DAY }, { symbols }));
    const dayView = await strategy(NEXT_DAY);
    const idle = await job(() => runUpdate({ source, tables, now: NEXT_DAY }, { symbols }));
    const reads = units.requests('PriceHistory', 'QueryCommand');
    const audit = await job(() => runAudit({ source, tables, now: NEXT_DAY }, { symbols }));
    tell('warm-up, once', first);
    tell('update with a new session', day);
    tell('update with nothing to do', idle);
    report('  reads of prices, a symbol', (reads / symbols.length).toFixed(0), {
      text: '1',
      holds: reads === symbols.length,
    });
    tell('audit', audit);
    tell('first recomputation of the strategy', firstView);
    tell('recomputation after a new session', dayView);
    const month = bill([
      [day, 21],
      [idle, 22],
      [audit, 52 / 12],
      [dayView, 21 * SHARDS],
    ]);
    report(
      'a month of schedules on AWS',
      `$${month.toFixed(4)}, and $${bill([[first, 1]]).toFixed(4)} once for the warm-up`,
    );
    process.stdout.write(
      '  on-demand list prices of us-east-1, aws.amazon.com/dynamodb/pricing/on-demand: $0.625 a million write, $0.125 a million read request units\n',
    );
  } finally {
    clients.destroy();
    await database.stop();
  }
}

function tell(name: string, { reads, writes }: Units): void {
  report(name, `${reads.toFixed(1)} read units, ${writes.toFixed(1)} write units`);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
