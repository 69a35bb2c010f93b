import { parseTicker, type Ticker } from '@evenkeel/domain/prices';
import type { Coverage, QuarantineEntry } from '@evenkeel/dynamo/ingestion';
import type { StoredBar } from '@evenkeel/dynamo/prices';
import type { Json } from '@evenkeel/dynamo/requests';
import type {
  DistanceYear,
  LatestView,
  LedgerPointer,
  NewestYears,
  Signal,
  StoredEntry,
  ViewChanges,
} from '@evenkeel/dynamo/strategy';
import type { ApiPorts } from '../../services/query/src/routes/api-ports';
import { openapiDocument } from '../support/openapi';
import { readyTargets } from './targets';

/** A view with one pair that is to be rebalanced; `changes` replace whole keys. */
export function readyView(changes: Partial<Extract<LatestView, { asOf: string }>> = {}): LatestView {
  return {
    ...readyTargets(),
    version: 17,
    generation: 2,
    computedAt: '2024-06-28T21:00:00.000Z',
    changes: null,
    ...changes,
  };
}

/** What a correction has changed in {@link readyView}. */
export const CHANGES: ViewChanges = {
  since: 16,
  because: 'prices',
  oldest: '2024-06-25',
  asOf: '2024-06-28',
  nav: { was: 99e6, is: 100e6 },
  netDelta: { was: 0.2, is: 0.25 },
  decision: { was: 'hold', is: 'rebalance' },
  pairs: [
    {
      base: 'QQQ',
      inverse: 'SQQQ',
      weight: { was: { base: 0.83, inverse: 0.17 }, is: { base: 0.9, inverse: 0.1 } },
      drift: { was: 0.08, is: 0.15 },
    },
  ],
  more: 0,
};

/** A view before the first common session. */
export function waitingView(): LatestView {
  const waitsFor = [{ symbol: 'SQQQ', newest: null }];
  return {
    ...readyView(),
    newest: '2024-06-28',
    waitsFor,
    signal: 'wait',
    asOf: null,
    nav: null,
    cash: null,
    netDelta: null,
    pairs: [],
    modelHoldings: [],
    modelOrders: [],
  };
}

/** Ports over what is given; nothing is stored that is not. `failures` collects what went wrong on our side,
 * `routes` which ways the requests took. */
export function apiPorts(given: {
  readonly bars?: ReadonlyMap<Ticker, readonly StoredBar[]>;
  readonly views?: readonly LatestView[];
  readonly parts?: ReadonlyMap<string, Json>;
  /** Since when portfolios are retired. */
  readonly retired?: ReadonlyMap<string, string>;
  readonly signals?: readonly Signal[];
  /** Entries in the order in which they were booked. */
  readonly ledger?: {
    readonly at: LedgerPointer;
    readonly entries: readonly StoredEntry[];
    readonly years: ReadonlyMap<string, DistanceYear>;
  };
  readonly now?: string;
  readonly ingested?: readonly Coverage[];
  readonly quarantined?: readonly QuarantineEntry[];
  readonly failures?: unknown[];
  readonly routes?: string[];
}): ApiPorts {
  const barsOf = (ticker: Ticker) => given.bars?.get(ticker) ?? [];
  const views = new Map((given.views ?? []).map((view) => [view.portfolio, view]));
  return {
    prices: {
      bars: (ticker, { from, to } = {}) =>
        Promise.resolve(
          barsOf(ticker).filter(
            ({ session }) => (from === undefined || session >= from) && (to === undefined || session <= to),
          ),
        ),
      lastBars: (ticker, n) => Promise.resolve(barsOf(ticker).slice(-n).toReversed()),
      newestSession: (ticker) => Promise.resolve(barsOf(ticker).at(-1)?.session),
    },
    views: {
      latest: (name) => Promise.resolve(views.get(name)),
      portfolios: () =>
        Promise.resolve(
          [...views.keys()].sort().map((name) => ({ name, retiredSince: given.retired?.get(name) ?? null })),
        ),
      parts: (portfolio, name, years) => {
        const latest = views.get(portfolio);
        const parts = new Map(
          [...(given.parts ?? [])].filter(([part]) => part === name || part.startsWith(`${name}#`)),
        );
        return Promise.resolve(latest && { latest, parts: years === undefined ? parts : newestOf(parts, years) });
      },
      fence: () => Promise.resolve({ taken: 1, published: 1, unannounced: [], unlisted: [], ledger: given.ledger?.at }),
      ledgerEntries: (_portfolio, _at, { from = '', to = '9999', sessions = Infinity }) => {
        const inside = (given.ledger?.entries ?? []).filter(
          ({ entry }) => entry.session >= from && entry.session <= to,
        );
        const newest = [...new Set(inside.map(({ entry }) => entry.session))].sort().reverse().slice(0, sessions);
        return Promise.resolve(inside.filter(({ entry }) => newest.includes(entry.session)).reverse());
      },
      distances: () => Promise.resolve(given.ledger?.years ?? new Map()),
      signals: (_portfolio, { from = '', to = '9999', sessions = Infinity }) => {
        const inside = (given.signals ?? []).filter(({ session }) => session >= from && session <= to);
        const newest = [...new Set(inside.map(({ session }) => session))].sort().reverse().slice(0, sessions);
        const signals = inside.filter(({ session }) => newest.includes(session));
        signals.sort((a, b) => b.session.localeCompare(a.session) || b.version - a.version);
        return Promise.resolve({ signals, unreadable: [] });
      },
    },
    coverage: () =>
      Promise.resolve(
        [...(given.bars ?? [])].map(([ticker, bars]) => ({
          symbol: parseTicker(ticker),
          first: bars[0]?.session ?? null,
          last: bars.at(-1)?.session ?? null,
          gaps: [],
          complete: true,
        })),
      ),
    ingested: {
      coverage: () => Promise.resolve(new Map((given.ingested ?? []).map((each) => [each.ticker, each]))),
      quarantined: (ticker) => Promise.resolve((given.quarantined ?? []).filter((entry) => entry.ticker === ticker)),
    },
    ingestCommand: (job, symbol, more = '') => `ingest ${job} ${symbol}${more}`,
    now: () => new Date(given.now ?? '2024-06-30T12:00:00Z'),
    openapi: openapiDocument(),
    routed: (route) => given.routes?.push(route),
    failed: (error) => given.failures?.push(error),
  };
}

/** The newest years of parts by year, one by one until they are enough. */
function newestOf(
  parts: ReadonlyMap<string, Json>,
  { from = '', to = '9999', enough }: NewestYears,
): Map<string, Json> {
  const yearOf = (part: string) => part.split('#')[1] ?? '';
  const within = [...parts].filter(([part]) => yearOf(part) >= from && yearOf(part) <= to);
  const years = [...new Set(within.map(([part]) => yearOf(part)))].sort().reverse();
  let found = new Map<string, Json>();
  for (const year of years) {
    if (enough(found)) break;
    found = new Map([...within.filter(([part]) => yearOf(part) === year), ...found]);
  }
  return found;
}
