import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SessionDate } from '@evenkeel/domain/calendar';
import { Database, execute } from '@evenkeel/embedded';
import { serve } from '@evenkeel/embedded/server';
import { pricePathReader } from '@evenkeel/dynamo/prices';
import { createDynamoClients } from '@evenkeel/dynamo/requests';
import { strategyViews } from '@evenkeel/dynamo/strategy';
import { createTables } from '../../cli/src/stack/tables';
import { recompute, type RecomputeDeps } from '../../services/strategy/src/recompute/recompute';
import { largePortfolio, type MarketSize, priceItems, sessionsOf, symbolsIn } from '../support/large-view/large-market';
import { rebuild, type Rebuild } from '../support/large-view/rebuild';
import { meter, type Units } from './support/consumption';
import { report } from './support/measure';

/** What one new session, and a rebuild of everything, reads and writes, by years of history and by pairs. */
const YEARS = [1, 5, 15];
const PAIRS = [5, 30];
/** Sessions that come one by one: all but the last to the same process, of which the middle one by time is told. */
const NEW = 6;
/** The largest portfolio that is promised, each leg traded on every session. */
const LARGEST = { pairs: 30, years: 20 };
const LIMITS = { seconds: 20, megabytes: 300 };
const STAGE = 'bench';
const PRICES = `evenkeel-${STAGE}-PriceHistory`;
const now = () => new Date('2025-01-01T00:00:00Z');
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

const [, script = '', role, ...rest] = process.argv;
if (role === 'store') await beStore({ pairs: Number(rest[0]), years: Number(rest[1]) });
else if (role === 'rebuild')
  process.stdout.write(`${JSON.stringify(await rebuild(rest[0] ?? '', STAGE, LARGEST.pairs))}\n`);
else {
  for (const pairs of PAIRS) for (const years of YEARS) await measure({ pairs, years });
  await measureLargest();
}

/** Serves the prices of a market but for its last sessions, in a process of its own so that its work is not counted. */
async function beStore(size: MarketSize): Promise<void> {
  const database = new Database({ clock: Date.now });
  const { endpoint } = await serve(database);
  await createTables(endpoint, STAGE);
  const sessions = sessionsOf(size).slice(0, -NEW);
  for (const symbol of symbolsIn(size)) {
    for (const Item of priceItems(symbol, sessions)) execute(database, 'PutItem', { TableName: PRICES, Item });
  }
  process.stdout.write(`${endpoint}\n`);
}

/** What one recomputation takes. */
interface Cost extends Units {
  readonly ms: number;
  /** Of this process, without the store's. */
  readonly cpu: number;
}

/** A store with the prices of a market, and what ends it. */
async function startStore(size: MarketSize): Promise<{ endpoint: string; stop: () => Promise<unknown> }> {
  const store = spawn(process.execPath, [script, 'store', String(size.pairs), String(size.years)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(store, 'exit');
  const address: unknown = (await Promise.race([once(store.stdout, 'data'), ended]))[0];
  const stop = () => {
    store.kill('SIGKILL');
    return ended;
  };
  return { endpoint: String(address).trim(), stop };
}

/** Time and memory of a rebuild in a process of its own. */
async function measureLargest(): Promise<void> {
  const store = await startStore(LARGEST);
  for (const what of ['first rebuild', 'rebuild over itself']) {
    const { stdout } = await promisify(execFile)(process.execPath, [script, 'rebuild', store.endpoint]);
    const { seconds, megabytes } = JSON.parse(stdout) as Rebuild;
    report(`30 pairs, 20 years, traded daily: ${what}`, `${seconds.toFixed(1)} s`, {
      text: `${LIMITS.seconds} s`,
      holds: seconds <= LIMITS.seconds,
    });
    report('  most memory of the process', `${megabytes.toFixed(0)} MB`, {
      text: `${LIMITS.megabytes} MB`,
      holds: megabytes <= LIMITS.megabytes,
    });
  }
  await store.stop();
}

async function measure(size: MarketSize): Promise<void> {
  const store = await startStore(size);
  const { client, destroy } = createDynamoClients({ endpoint: store.endpoint });
  const units = meter(client);
  const portfolio = largePortfolio(size, 'drift');
  const deps = (): RecomputeDeps => ({
    prices: pricePathReader(client, PRICES),
    views: strategyViews({ client, table: `evenkeel-${STAGE}-Strategy` }),
    settled: new Map(),
    now,
  });
  const run = async (given: RecomputeDeps, changedFrom?: SessionDate): Promise<Cost> => {
    units.reset();
    const [begun, cpu] = [performance.now(), process.cpuUsage()];
    const { outcome } = await recompute(given, portfolio, { changedFrom });
    if (outcome !== 'published') throw new Error(`a recomputation was ${outcome}`);
    return { ...units.total(), ms: performance.now() - begun, cpu: process.cpuUsage(cpu).user / 1000 };
  };
  const [warm, cold] = [deps(), deps()];
  tell(size, 'rebuild', await run(warm));
  const costs: Cost[] = [];
  for (const session of sessionsOf(size).slice(-NEW)) {
    await put(client, size, session);
    if (costs.length < NEW - 1) costs.push(await run(warm, session));
    else tell(size, 'new session, fresh process', await run(cold, session));
  }
  tell(size, 'new session', middle(costs));
  destroy();
  await store.stop();
}

/** The price items of one session, as ingestion puts them. */
async function put(client: DynamoDBClient, size: MarketSize, session: SessionDate): Promise<void> {
  const items = symbolsIn(size).flatMap((symbol) =>
    [...priceItems(symbol, sessionsOf(size))].filter((item) => item['timestamp']?.S === session),
  );
  for (let start = 0; start < items.length; start += 25) {
    const requests = items.slice(start, start + 25).map((Item) => ({ PutRequest: { Item } }));
    await client.send(new BatchWriteItemCommand({ RequestItems: { [PRICES]: requests } }));
  }
}

/** The one of the middle time. */
function middle(costs: readonly Cost[]): Cost {
  const [cost] = [...costs].sort((a, b) => a.ms - b.ms).slice(costs.length >> 1);
  if (cost === undefined) throw new Error('nothing was measured');
  return cost;
}

function tell({ pairs, years }: MarketSize, what: string, { reads, writes, ms, cpu }: Cost): void {
  const figures = `${reads.toFixed(0)} read, ${writes.toFixed(0)} write units, ${ms.toFixed(0)} ms (${cpu.toFixed(0)} ms of its own)`;
  report(`${pairs} pairs, ${years} years: ${what}`, figures);
}
