import { mapBounded } from '../../pacing/bounded';
import type { Machine } from '../../pacing/machine';
import type { Item } from '../../requests/item';
import { transact } from '../../requests/transaction';
import type { CheckpointChanges } from '../checkpoints/checkpoints';
import { readFence } from '../fence';
import type { Generation } from '../generation';
import type { LedgerBooking } from '../ledger/booking';
import { nameOf, pagesUnder, readItem, type StrategyTable, VIEW_HEAD, VIEW_PREFIX } from '../items';
import { signalled } from '../signals/chunks';
import { signalsIn } from '../signals/signals';
import { type Head, headOf, isWhole, storedHash, verifiedHead } from './head';
import type { KnownHashes } from './part-writes';
import { publicationOf, type StoredView, type StrategyView } from './publication';
import { renameSignals, unprefixedItems } from './unprefixed';

/**
 * What became of a view. `superseded`: a later recomputation has taken its number, or somebody has called a session late
 * meanwhile; the view was not written.
 */
export type Publication = 'published' | 'unchanged' | 'superseded';

/** What is published, and under which number. */
export interface PublicationRequest {
  readonly portfolio: string;
  /** Number taken before anything was read. */
  readonly fence: number;
  readonly view: StrategyView;
  /** Which of the portfolio's definitions the view is computed by. */
  readonly generation: Generation;
  readonly now: Date;
  /** What becomes of the checkpoints; absent where nothing is settled. */
  readonly checkpoints?: CheckpointChanges | undefined;
  /** The session that is late, as the fence said when the number was taken. */
  readonly late?: string | undefined;
  /** The portfolio was not computed any more, as the fence said when the number was taken. */
  readonly comesBack?: boolean | undefined;
  /** What is appended to the model ledger. */
  readonly ledger?: LedgerBooking | undefined;
  /** Read the stored parts instead of believing the head that lists them, and write again what is not as it should be. */
  readonly verify?: boolean | undefined;
}

/**
 * Writes what differs from the stored view, only while no number after the request's has been taken. May be stopped at any point:
 * before its last transaction the stored view is whole, after it the new one is.
 * @param known parts of this portfolio that need not be made again; a request to verify forgets them
 * @throws AppError `failed` as {@link transact} does
 */
export async function publish(
  table: StrategyTable,
  request: PublicationRequest,
  machine: Machine,
  known: KnownHashes = new Map(),
): Promise<Publication> {
  const { portfolio, verify } = request;
  const stored = await storedView(table, request, machine);
  if (stored === 'refused') return 'superseded';
  if (verify === true) known.clear();
  const writes = publicationOf({ ...request, table: table.table, stored, known });
  const options = { what: `the view of ${portfolio}`, machine };
  let next = writes.next();
  for (; next.done !== true; next = writes.next()) {
    if ((await transact(table.client, next.value, options)) === 'refused') return 'superseded';
  }
  const { outcome, removals } = next.value;
  for (const actions of removals) {
    // Whoever has taken a later number finds on the fence what is left, and removes it.
    if ((await transact(table.client, actions, options)) === 'refused') break;
  }
  return outcome;
}

async function storedView(
  table: StrategyTable,
  request: PublicationRequest,
  machine: Machine,
): Promise<StoredView | 'refused'> {
  const { portfolio, fence } = request;
  const item = await readItem(table, portfolio, VIEW_HEAD);
  const unprefixed = item === undefined ? await unprefixedItems(table, portfolio) : [];
  if (unprefixed.length > 0 && (await renameSignals(table, portfolio, fence, machine)) === 'refused') return 'refused';
  const [head, { unlisted }, signalled] = await Promise.all([
    storedHead(table, request, item),
    readFence(table, portfolio),
    signalledOf(table, request),
  ]);
  return { head, unlisted: [...new Set([...unlisted, ...unprefixed])], signalled };
}

async function storedHead(
  table: StrategyTable,
  { portfolio, verify }: PublicationRequest,
  item: Item | undefined,
): Promise<Head | undefined> {
  if (item === undefined) return undefined;
  // What an edited head says of the parts is worth nothing either.
  return verify === true || !isWhole(item) ? verifiedHead(item, await storedHashes(table, portfolio)) : headOf(item);
}

/** Of all items of the portfolio's views, one page after the other: together they may be too much to hold. */
async function storedHashes(table: StrategyTable, portfolio: string): Promise<Map<string, string>> {
  const hashes = new Map<string, string>();
  for await (const page of pagesUnder(table, portfolio, VIEW_PREFIX)) {
    for (const item of page) {
      const hash = storedHash(item);
      if (hash !== undefined) hashes.set(nameOf(item), hash);
    }
  }
  return hashes;
}

async function signalledOf(table: StrategyTable, { portfolio, view }: PublicationRequest): Promise<string[]> {
  const asked = view.signals.filter(({ kind }) => kind !== 'correction');
  const known = await mapBounded([...new Set(asked.map(({ session }) => session))], 4, async (session) =>
    signalsIn(table, portfolio, { from: session, to: session }),
  );
  return known.flatMap(({ signals }) => signals.map(signalled));
}
