import { setTimeout as sleep } from 'node:timers/promises';
import * as z from 'zod/mini';

const WATCH_MS = 1000;

const served = z.object({ signals: z.array(z.object({ id: z.string(), text: z.string() })) });

/**
 * Calls `onSignal` with the words of each signal that comes after the first look, oldest first, for ever.
 * @param queryUrl base URL of the query service
 */
export async function watchSignals(
  queryUrl: string,
  portfolio: string,
  onSignal: (text: string) => void,
  everyMs = WATCH_MS,
): Promise<never> {
  let seen: ReadonlySet<string> | undefined;
  for (;;) {
    const signals = await readSignals(queryUrl, portfolio);
    if (signals !== undefined) {
      const before = seen;
      if (before !== undefined) {
        for (const { id, text } of signals.toReversed()) if (!before.has(id)) onSignal(text);
      }
      seen = new Set([...(before ?? []), ...signals.map(({ id }) => id)]);
    }
    await sleep(everyMs);
  }
}

/** The signals of the newest sessions, newest first; `undefined` while they cannot be read. */
async function readSignals(queryUrl: string, portfolio: string) {
  try {
    const address = `${queryUrl}/v1/portfolios/${encodeURIComponent(portfolio)}/signals?limit=20`;
    const response = await fetch(address, { signal: AbortSignal.timeout(10_000) });
    const body: unknown = await response.json();
    return response.ok ? served.safeParse(body).data?.signals : undefined;
  } catch {
    // The targets are asked for in the same way, and say what is wrong.
    return undefined;
  }
}
