import { AppError, isAppError } from '@evenkeel/domain';
import { mapBounded } from '../../pacing/bounded';
import { type Machine, THIS_MACHINE } from '../../pacing/machine';
import { retrying, type RetryPolicy } from '../../pacing/retry';
import type { Json } from '../../requests/json-values';
import {
  contentOf,
  itemsUnder,
  nameOf,
  partItem,
  partPrefix,
  readItem,
  REMEDY,
  type StrategyTable,
  unreadable,
  VIEW_HEAD,
} from '../items';
import type { LatestView } from './content';
import { headOf, isWhole, latestOf, storedHash } from './head';
import { unprefixedView } from './unprefixed';

/** A view as it is read: its head, and where its parts are. */
export interface ReadableView {
  readonly latest: LatestView;
  /** By name, in the order of the names: the part's item, and the hash that it must have. */
  readonly parts: ReadonlyMap<string, { readonly item: string; readonly hash: string }>;
  /** Prefix of the items of the parts whose names begin with `name`. */
  readonly prefixOf: (name: string) => string;
}

/** The head and some of its parts, all of one version. */
export interface ViewParts {
  readonly latest: LatestView;
  readonly parts: ReadonlyMap<string, Json>;
}

/** Of parts by calendar year only some, newest year first: a view may have more than a reader can hold. */
export interface NewestYears {
  /** First year, e.g. `2023`; all before the last where absent. */
  readonly from?: string | undefined;
  /** Last year. */
  readonly to?: string | undefined;
  /** Asked after each reading whether what has been read will do. */
  readonly enough: (parts: ReadonlyMap<string, Json>) => boolean;
}

/** Parts are missing only while the view that a reader has begun with is being replaced: for an instant. */
const POLICY: RetryPolicy = { attempts: 6, firstMs: 25, longestMs: 400 };

/** The newest view's head. */
export async function readLatest(table: StrategyTable, portfolio: string): Promise<LatestView | undefined> {
  return (await viewIn(table, portfolio))?.latest;
}

/**
 * The head and those of its parts whose name is `name` or begins with `name#`.
 * @param years of these only the newest; all where absent
 * @throws AppError `conflict` when the view kept changing while it was read, `bad-data` when a part of it is not there or has been edited
 */
export async function readParts(
  table: StrategyTable,
  portfolio: string,
  name: string,
  years?: NewestYears,
  machine: Machine = THIS_MACHINE,
): Promise<ViewParts | undefined> {
  let versionSeen: number | undefined;
  const attempt = async (): Promise<ViewParts | undefined> => {
    const view = await viewIn(table, portfolio);
    if (view === undefined) return undefined;
    const seenBefore = versionSeen === view.latest.version;
    versionSeen = view.latest.version;
    const reading = { table, portfolio, view, absent: seenBefore ? missing : replaced };
    const parts = years === undefined ? await partsUnder(reading, name) : await newestParts(reading, name, years);
    return { latest: view.latest, parts };
  };
  return retrying(attempt, { ...POLICY, passing: (error) => isAppError(error, 'conflict'), machine });
}

interface Reading {
  readonly table: StrategyTable;
  readonly portfolio: string;
  readonly view: ReadableView;
  /** The error for an item that is not there. */
  readonly absent: (portfolio: string, item: string) => AppError;
}

async function partsUnder(
  { table, portfolio, view: { parts, prefixOf }, absent }: Reading,
  name: string,
): Promise<Map<string, Json>> {
  const wanted = [...parts].filter(([part]) => part === name || part.startsWith(`${name}#`));
  const items = wanted.length === 0 ? [] : await itemsUnder(table, portfolio, prefixOf(name));
  const stored = new Map(items.map((item) => [nameOf(item), item]));
  return new Map(
    wanted.map(([part, { item, hash }]): readonly [string, Json] => {
      const it = stored.get(item);
      if (it !== undefined && storedHash(it) === hash) return [part, contentOf(it)];
      throw absent(portfolio, item);
    }),
  );
}

/** Reads one year, then two, then four: in few turns, and never much more than enough. */
async function newestParts(
  reading: Reading,
  name: string,
  { from = '', to, enough }: NewestYears,
): Promise<Map<string, Json>> {
  const years = [...reading.view.parts.keys()].flatMap((part) => {
    const year = part.startsWith(`${name}#`) ? (part.slice(name.length + 1).split('#')[0] ?? '') : '';
    return year >= from && year !== '' && (to === undefined || year <= to) ? year : [];
  });
  const left = [...new Set(years)].sort().reverse();
  let found = new Map<string, Json>();
  for (let count = 1; left.length > 0 && !enough(found); count *= 2) {
    const read = await mapBounded(left.splice(0, count), 4, (year) => partsUnder(reading, `${name}#${year}`));
    found = new Map([...read.reverse().flatMap((parts) => [...parts]), ...found]);
  }
  return found;
}

/** Looks for a prefixed head once more where an unprefixed one may have given way to it between two reads. */
async function viewIn(table: StrategyTable, portfolio: string): Promise<ReadableView | undefined> {
  const prefixed = () => prefixedView(table, portfolio);
  return (await prefixed()) ?? (await unprefixedView(table, portfolio)) ?? (await prefixed());
}

async function prefixedView(table: StrategyTable, portfolio: string): Promise<ReadableView | undefined> {
  const item = await readItem(table, portfolio, VIEW_HEAD);
  if (item === undefined) return undefined;
  const latest = latestOf(item);
  if (!isWhole(item)) throw unreadable(item, 'it is not what its publication wrote');
  return {
    latest,
    parts: new Map(
      [...headOf(item).parts].map(([name, { version, hash }]) => [name, { item: partItem(name, version), hash }]),
    ),
    prefixOf: partPrefix,
  };
}

function replaced(portfolio: string): AppError {
  return new AppError('conflict', `the view of ${portfolio} is being replaced; ask again in a moment`, { portfolio });
}

function missing(portfolio: string, item: string): AppError {
  return new AppError(
    'bad-data',
    `Strategy item ${portfolio} ${item} is not there, or not as the head of its view lists it; ${REMEDY}`,
    { portfolio, item },
  );
}
