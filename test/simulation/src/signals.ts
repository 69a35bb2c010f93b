import { gunzipSync } from 'node:zlib';
import type { Delivered } from './subscribers';
import type { System } from './system';
import type { Item, Tables } from './tables';
import type { Watch } from './watch';
import type { World } from './world';

/** When all is well again, every signal has been sent, once unless a crash made that impossible, and none that is not recorded. */
export function assertSignals(world: World, { tables, subscribers, watch, portfolios }: System): void {
  const items = tables.items(tables.names.strategy).filter((item) => nameOf(item).startsWith('signal#'));
  const recorded = new Map(items.map((item) => [idOf(item), item]));
  const sent = new Map<string, Delivered[]>();
  for (const message of subscribers.delivered) {
    const known = sent.get(message.id);
    if (known === undefined) sent.set(message.id, [message]);
    else known.push(message);
  }
  for (const [id, item] of recorded) {
    if (item['announced']?.BOOL !== true) world.violated('every signal is sent', `${id} is recorded and was not sent`);
    if (!sent.has(id)) world.violated('every signal is sent', `${id} is marked as sent, and nobody has got it`);
  }
  for (const [id, messages] of sent) {
    if (!recorded.has(id)) world.violated('no false signal', `${id} was sent and is not recorded`);
    assertOnce(world, id, messages);
  }
  assertOncePerSession(world, items);
  if (watch.corrected.length === 0 && !watch.filledIn)
    assertComplete(world, tables, { watch, changed: portfolios.changed }, recorded);
}

/** Sent again only where the one before was not known to be out, or its sender was hindered before it could note that. */
function assertOnce(world: World, id: string, [first, ...again]: readonly Delivered[]): void {
  for (const { reason, invocation } of again) {
    world.recovered('signal sent again with the same id');
    if (reason !== undefined) continue;
    world.violated('each signal is sent once', `${id} by ${first?.invocation ?? ''} and again by ${invocation}`);
  }
}

/** What has been said of a session is corrected, and not said again. */
function assertOncePerSession(world: World, items: readonly Item[]): void {
  const seen = new Set<string>();
  for (const item of items) {
    const { portfolio, session, kind } = partsOf(item);
    if (kind !== 'rebalance') continue;
    const key = `${portfolio} ${session}`;
    if (seen.has(key)) world.violated('a session is signalled once', key);
    seen.add(key);
  }
}

/** Every session on which the model has traded was signalled, from the first view on. */
function assertComplete(
  world: World,
  tables: Tables,
  { watch, changed }: { readonly watch: Watch; readonly changed: ReadonlySet<string> },
  recorded: ReadonlyMap<string, Item>,
): void {
  const known = new Set(
    [...recorded.values()]
      .map(partsOf)
      .flatMap(({ portfolio, session, kind }) => (kind === 'rebalance' ? [`${portfolio} ${session}`] : [])),
  );
  for (const [portfolio, first] of watch.firstAsOf) {
    // What another file would have decided was never said.
    if (changed.has(portfolio)) continue;
    for (const session of tradedSessions(tables, portfolio)) {
      if (session > first && !known.has(`${portfolio} ${session}`)) {
        world.violated('every rebalance is signalled', `${portfolio} ${session}`);
      }
    }
  }
}

/** Sessions on which the model portfolio has traded, by its own list of trades. */
function tradedSessions({ get, names: { strategy } }: Tables, portfolio: string): Set<string> {
  const head = get(strategy, { portfolio: { S: portfolio }, item: { S: 'view#latest' } });
  const lists = Object.entries(head?.['parts']?.M ?? {}).filter(([name]) => name.startsWith('trades#'));
  return new Set(
    lists.flatMap(([name, part]) => {
      const item = `view#${name}#${part.M?.['version']?.N ?? ''}`;
      const packed = get(strategy, { portfolio: { S: portfolio }, item: { S: item } })?.['content']?.B;
      const { date } = trades(packed === undefined ? '{"date":[]}' : gunzipSync(packed).toString('utf8'));
      return date;
    }),
  );
}

const trades: (text: string) => { readonly date: readonly string[] } = JSON.parse;

function partsOf(item: Item): {
  readonly portfolio: string;
  readonly session: string;
  readonly version: string;
  readonly kind: string;
} {
  const [, session = '', version = ''] = nameOf(item).split('#');
  return { portfolio: item['portfolio']?.S ?? '', session, version, kind: item['kind']?.S ?? 'rebalance' };
}

function idOf(item: Item): string {
  const { portfolio, session, version, kind } = partsOf(item);
  return `${portfolio}/${session}/${version}/${kind}`;
}

function nameOf(item: Item): string {
  return item['item']?.S ?? '';
}
