import { AppError } from '@evenkeel/domain';
import { mapBounded } from '../../pacing/bounded';
import type { Item } from '../../requests/item';
import { itemsUnder, newestPages, readItem, type StrategyTable } from '../items';
import type { DistanceYear } from './content';
import {
  type BookedEntry,
  distanceOf,
  DISTANCE_PREFIX,
  entryOf,
  generationPrefix,
  ledgerItem,
  type LedgerPointer,
  type StoredEntry,
} from './ledger-item';

/** Sessions from which entries are asked for. */
export interface LedgerRange {
  /** Both inclusive; what is left out is unlimited. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Of the newest so many sessions. */
  readonly sessions?: number | undefined;
}

/** Calendar years, both inclusive; what is left out is unlimited. */
export interface YearRange {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/**
 * The entry that a pointer names.
 * @throws AppError `bad-data` when it is not there, or not as it was written
 */
export async function lastEntry(table: StrategyTable, portfolio: string, at: LedgerPointer): Promise<StoredEntry> {
  const name = ledgerItem(at.generation, at.session, at.n);
  const item = await readItem(table, portfolio, name);
  if (item !== undefined) return entryOf(item);
  throw new AppError(
    'bad-data',
    `Strategy item ${portfolio} ${name} is not there; restore it from a backup of the table`,
    {
      portfolio,
      item: name,
    },
  );
}

/** The entries of a range of sessions, the newest session first, of one session the last entry first. */
export async function ledgerEntries(
  table: StrategyTable,
  portfolio: string,
  { generation: newest }: LedgerPointer,
  { from = '', to = '9999', sessions = Infinity }: LedgerRange,
): Promise<StoredEntry[]> {
  const entries: StoredEntry[] = [];
  const seen = new Set<string>();
  // Sessions of a later generation are later ones.
  for (let generation = newest; generation >= 1 && seen.size <= sessions; generation -= 1) {
    for (const item of await itemsOfGeneration(table, portfolio, {
      generation,
      from,
      to,
      sessions: sessions - seen.size,
    })) {
      // What has no content is not of our writing.
      if (item['content'] === undefined) continue;
      const entry = entryOf(item);
      seen.add(entry.entry.session);
      if (seen.size <= sessions) entries.push(entry);
    }
  }
  return entries.sort(
    (a, b) => b.entry.session.localeCompare(a.entry.session) || b.generation - a.generation || b.n - a.n,
  );
}

/** Entries under names that nothing stands under yet: the next numbers of their sessions where something does. */
export async function freelyNumbered(
  table: StrategyTable,
  portfolio: string,
  entries: readonly BookedEntry[],
): Promise<BookedEntry[]> {
  return mapBounded(entries, 4, async (booked) => {
    const { generation, entry } = booked;
    let { n } = booked;
    while ((await readItem(table, portfolio, ledgerItem(generation, entry.session, n))) !== undefined) n += 1;
    return { ...booked, n };
  });
}

async function itemsOfGeneration(
  table: StrategyTable,
  portfolio: string,
  { generation, from, to, sessions }: { generation: number; from: string; to: string; sessions: number },
): Promise<Item[]> {
  const prefix = generationPrefix(generation);
  const items: Item[] = [];
  const pages = newestPages(table, portfolio, prefix, { from, to, limit: 2 * sessions + 2 });
  const seen = new Set<string>();
  for await (const page of pages) {
    for (const item of page) {
      seen.add((item['item']?.S ?? '').split('#')[2] ?? '');
      items.push(item);
    }
    if (seen.size > sessions) break;
  }
  return items;
}

/** The stored years beside the backtest: those of a range of years, or all, by year. */
export async function distances(
  table: StrategyTable,
  portfolio: string,
  { from = '', to = '9999' }: YearRange = {},
): Promise<Map<string, DistanceYear>> {
  const items =
    from === to
      ? [await readItem(table, portfolio, `${DISTANCE_PREFIX}${from}`)]
      : await itemsUnder(table, portfolio, DISTANCE_PREFIX);
  const years = items.flatMap((item): [string, DistanceYear][] => {
    const year = item?.['item']?.S?.slice(DISTANCE_PREFIX.length);
    return item === undefined || year === undefined || year < from || year > to ? [] : [[year, distanceOf(item)]];
  });
  return new Map(years);
}
