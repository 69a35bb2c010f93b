import { gunzipSync } from 'node:zlib';
import type { PortfolioFile } from '@evenkeel/domain/portfolio';
import { Database, execute, type OperationName } from '@evenkeel/embedded';
import { EmbeddedClient } from '@evenkeel/embedded/client';
import type { Item, Tables, Value } from './tables';
import type { Handler, World } from './world';

/** What a portfolio's view is computed with. */
export interface Deployed {
  readonly name: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly files: readonly PortfolioFile[];
  /** Tables as the services declare them. */
  readonly tables: readonly object[];
}

/**
 * Compares a portfolio's view with what a rebuild from nothing makes of the same prices: the same program, an empty Strategy table,
 * and a world in which nothing goes wrong.
 */
export async function compareWithRebuild(world: World, tables: Tables, deployed: Deployed): Promise<void> {
  // Before the first bar nobody has been woken.
  if (tables.database.table(tables.names.prices).itemCount === 0) return;
  // What a bulk has stored wakes nobody before it is complete: one that was broken off, and is held back since, is not known of yet.
  if (symbolsIn(tables).some((symbol) => !isFilled(tables, symbol))) return;
  const scratch = new Database({ clock: () => world.now });
  for (const declaration of deployed.tables) execute(scratch, 'CreateTable', declaration);
  const perform = (operation: OperationName, input: object): object =>
    execute(
      'TableName' in input && input.TableName === tables.names.prices ? tables.database : scratch,
      operation,
      input,
    );
  const rebuild = calmProcess(world, perform, deployed)['rebuild'];
  if (rebuild === undefined) throw new Error('the strategy has no function rebuild');
  let done: unknown;
  rebuild({}, { awsRequestId: 'oracle', getRemainingTimeInMillis: () => 900_000 }).then(
    () => (done = true),
    (error: unknown) => (done = error),
  );
  for (let turn = 0; done === undefined && turn < 1000; turn += 1) await world.host.settle();
  if (done !== true) throw done instanceof Error ? done : new Error('a rebuild in a calm world does not end');

  const { name } = deployed;
  const wanted = viewIn(scratch, tables.names.strategy, name);
  const found = viewIn(tables.database, tables.names.strategy, name);
  const differing = [...new Set([...wanted.keys(), ...found.keys()])].find(
    (part) => wanted.get(part) !== found.get(part),
  );
  if (differing !== undefined) {
    world.violated(
      'the view equals a rebuild',
      `${name} ${differing}: ${excerpt(found.get(differing), wanted.get(differing))}`,
    );
  }
}

function symbolsIn({ items, names }: Tables): string[] {
  return [...new Set(items(names.prices).flatMap(({ ticker }) => ticker?.S ?? []))];
}

function isFilled({ get, names }: Tables, symbol: string): boolean {
  return get(names.ingestion, { pk: { S: 'coverage' }, sk: { S: symbol } })?.['state']?.S === 'complete';
}

/** A process to which nothing happens. */
function calmProcess(
  world: World,
  perform: (operation: OperationName, input: object) => object,
  { environment, files, name }: Deployed,
): Readonly<Record<string, Handler>> {
  let numbers = 0;
  const machine = {
    now: () => world.now,
    pause: () => Promise.resolve(),
    timeout: () => new AbortController().signal,
    random: () => 0.5,
    uuid: () => `00000000-0000-4000-8000-${String((numbers += 1)).padStart(12, '0')}`,
  };
  const simulated = {
    machine,
    portfolios: files.filter((file) => file.name === name),
    dynamo: () => new EmbeddedClient(perform),
    sns: () => Promise.resolve({}),
    log: () => undefined,
    count: () => undefined,
  };
  const env = { ...environment, SIGNAL_TOPIC_ARN: '' };
  return world.host.start('strategy', { 'simulated:process': { here: simulated } }, { process: { env, pid: 1 } });
}

/** What a reader gets: the head's content and each part that it lists, as text. */
function viewIn(database: Database, table: string, portfolio: string): Map<string, string> {
  const get = (item: string): Item | undefined =>
    database.table(table).get({ portfolio: { S: portfolio }, item: { S: item } })?.attributes;
  const head = get('view#latest');
  const parts = Object.entries(head?.['parts']?.M ?? {}).map(([name, part]): [string, string] => [
    name,
    textOf(get(`view#${name}#${part.M?.['version']?.N ?? ''}`)?.['content']),
  ]);
  return new Map([['the head', textOf(head?.['content'])], ...parts]);
}

function textOf(content: Value | undefined): string {
  if (content === undefined) return 'missing';
  return content.B === undefined ? JSON.stringify(content) : gunzipSync(content.B).toString('utf8');
}

/** Where two texts begin to differ. */
function excerpt(found = 'nothing', wanted = 'nothing'): string {
  let at = 0;
  while (at < found.length && found[at] === wanted[at]) at += 1;
  const around = (text: string): string => text.slice(Math.max(0, at - 40), at + 60);
  return `found ${around(found)}, a rebuild says ${around(wanted)}`;
}
