import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@evenkeel/domain';
import { polled } from '@evenkeel/dynamo/pacing';
import { latestContent, type LatestContent, viewChanges, type ViewChanges } from '@evenkeel/dynamo/strategy';
import * as z from 'zod/mini';

/** Targets as the query service serves them: by how much a correction has changed them, and how they stand against the calendar. */
export type ServedTargets = LatestContent & {
  readonly changes?: ViewChanges | null | undefined;
  readonly stale?: z.infer<typeof stale> | undefined;
  readonly waitingFor?: z.infer<typeof waitingFor> | undefined;
};

const stale = z.nullable(z.object({ expected: z.string(), sessionsBehind: z.nullable(z.number()) }));
const waitingFor = z.array(
  z.object({
    symbol: z.string(),
    newest: z.nullable(z.string()),
    since: z.nullable(z.string()),
    detail: z.string(),
    command: z.nullable(z.string()),
  }),
);
const served = z.object({ changes: z.nullable(viewChanges), stale, waitingFor });

/** Newest stored session of each symbol, `undefined` where there is no bar. */
export type StoredSessions = ReadonlyMap<string, string | undefined>;

const POLL_MS = 100;
const WATCH_MS = 1000;

/**
 * Asks the query service for a portfolio's targets until they take in every stored bar.
 * @param queryUrl base URL of the query service
 * @throws AppError `failed` when that has not happened within `timeoutMs`
 */
export async function completeTargets(
  queryUrl: string,
  portfolio: string,
  stored: StoredSessions,
  timeoutMs: number,
): Promise<ServedTargets> {
  let last = 'the query service has not answered';
  const look = async (): Promise<ServedTargets | undefined> => {
    const view = await readTargets(queryUrl, portfolio);
    if (typeof view !== 'string' && reflects(view, stored)) return view;
    last =
      typeof view === 'string'
        ? view
        : `its view is as of ${view.asOf ?? 'no session'}, newest bar ${view.newest ?? 'none'}`;
    return undefined;
  };
  const complete = await polled(look, { everyMs: POLL_MS, withinMs: timeoutMs });
  if (complete !== undefined) return complete;
  throw new AppError(
    'failed',
    `the strategy service has not taken in the stored bars after ${Math.round(timeoutMs / 1000)} s: ${last}`,
  );
}

/**
 * Calls `onChange` each time the targets have changed and stayed so for a moment, for ever.
 * @param queryUrl base URL of the query service
 */
export async function watchTargets(
  queryUrl: string,
  portfolio: string,
  onChange: (view: ServedTargets) => void,
): Promise<never> {
  let shown: string | undefined;
  let seen: string | undefined;
  for (;;) {
    const view = await readTargets(queryUrl, portfolio);
    if (typeof view !== 'string') {
      const { asOf, newest, waitsFor, signal, nav, changes, stale: old } = view;
      const state = JSON.stringify([asOf, newest, waitsFor, signal, nav, changes, old]);
      if (shown !== undefined && state !== shown && state === seen) {
        onChange(view);
        shown = state;
      }
      shown ??= state;
      seen = state;
    }
    await sleep(WATCH_MS);
  }
}

/** Whether the view was computed from exactly the newest stored bars. */
export function reflects(view: LatestContent, stored: StoredSessions): boolean {
  const newest = [...stored.values()].reduce(
    (latest, session) => ((session ?? '') > (latest ?? '') ? session : latest),
    undefined,
  );
  if (newest === undefined || view.newest !== newest) return false;
  const waiting = new Map(view.waitsFor.map(({ symbol, newest: has }) => [symbol, has ?? undefined]));
  return [...stored].every(([symbol, session]) =>
    session === newest ? !waiting.has(symbol) : waiting.has(symbol) && waiting.get(symbol) === session,
  );
}

/** The view, or one line why there is none yet. */
async function readTargets(queryUrl: string, portfolio: string): Promise<ServedTargets | string> {
  try {
    const response = await fetch(`${queryUrl}/v1/portfolios/${encodeURIComponent(portfolio)}`, {
      signal: AbortSignal.timeout(10_000),
    });
    const body: unknown = await response.json();
    if (!response.ok) return `the query service answers HTTP ${response.status}`;
    const parsed = latestContent.safeParse(body);
    return parsed.success
      ? { ...parsed.data, ...served.safeParse(body).data }
      : `the query service's answer is not understood: ${parsed.error.message.split('\n').join(' ')}`;
  } catch (error) {
    return `the query service does not answer: ${error instanceof Error ? error.message : String(error)}`;
  }
}
