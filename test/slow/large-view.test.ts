import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Database, execute } from '@evenkeel/embedded';
import { serve, type StoreServer } from '@evenkeel/embedded/server';
import { createDynamoClients, type DynamoClients } from '@evenkeel/dynamo/requests';
import { strategyViews, tradeRows } from '@evenkeel/dynamo/strategy';
import { createTables } from '../../cli/src/stack/tables';
import { attributesBytes } from '../../shared/embedded/src/values/value-size';
import { readAttributes } from '../../shared/embedded/src/values/read-value';
import { scanAll } from '../support/test-database';
import { bundledProcess } from '../support/bundled-process';
import { priceItems, sessionsOf, symbolsIn } from '../support/large-view/large-market';
import type { Rebuild } from '../support/large-view/rebuild';

/** The largest portfolio that is promised: 30 pairs, 20 years, each leg traded on every session. */
const SIZE = { pairs: 30, years: 20 };
const STAGE = 'large';
const MOST_MEGABYTES = 300;

const sessions = sessionsOf(SIZE);
const symbols = symbolsIn(SIZE);
const database = new Database({ clock: Date.now });
let server: StoreServer;
let clients: DynamoClients;
let bundle: string;

beforeAll(async () => {
  server = await serve(database);
  clients = createDynamoClients({ endpoint: server.endpoint });
  await createTables(server.endpoint, STAGE);
  const TableName = `evenkeel-${STAGE}-PriceHistory`;
  for (const symbol of symbols)
    for (const Item of priceItems(symbol, sessions)) execute(database, 'PutItem', { TableName, Item });
  bundle = await bundledProcess('test/support/large-view/rebuild-process.ts');
});
afterAll(async () => {
  clients.destroy();
  await server.stop();
});

async function rebuilt(): Promise<Rebuild> {
  const { stdout } = await promisify(execFile)(process.execPath, [bundle, server.endpoint, STAGE, String(SIZE.pairs)]);
  return JSON.parse(stdout) as Rebuild;
}

describe(`a view of ${SIZE.pairs} pairs and ${SIZE.years} years with a trade of each leg on every session`, () => {
  test.each([
    ['built for the first time', 'published'],
    ['rebuilt over itself', 'unchanged'],
  ])('is %s within its memory, in transactions that DynamoDB takes, each price item read once', async (_, outcome) => {
    const { seconds, ...rebuild } = await rebuilt();
    process.stdout.write(`  ${seconds.toFixed(1)} s, ${rebuild.megabytes.toFixed(0)} MB\n`);
    expect(rebuild).toMatchObject({ outcome, bars: sessions.length * symbols.length });
    expect(rebuild.megabytes).toBeLessThan(MOST_MEGABYTES);
    expect(rebuild.most.actions).toBeLessThan(100);
    expect(rebuild.most.bytes).toBeLessThan(4_000_000);
  });

  test('has no item above 400 KB, and all its trades', async () => {
    const views = strategyViews({ client: clients.client, table: `evenkeel-${STAGE}-Strategy` });
    const trades = await views.parts('large', 'trades');
    const rows = [...(trades?.parts.values() ?? [])].reduce((sum: number, part) => sum + tradeRows(part).length, 0);
    expect(rows).toBe(2 * SIZE.pairs * sessions.length);
    const items = await scanAll(clients.client, `evenkeel-${STAGE}-Strategy`);
    const sizes = items.map((item) => attributesBytes(readAttributes(item)));
    expect(items.length).toBeGreaterThan(300);
    expect(Math.max(...sizes)).toBeLessThan(400 * 1024);
  });
});
