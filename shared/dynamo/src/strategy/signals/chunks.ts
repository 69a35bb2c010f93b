import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { RecordedSignals } from '../fence';
import { signalItem } from '../items';
import { type NewSignal, signalWrite } from './signal-item';

/** A session's signal of one kind. */
export const signalled = ({ session, kind }: Pick<NewSignal, 'session' | 'kind'>): string => `${session}#${kind}`;

/** Signals that are recorded in one transaction. */
export interface SignalChunk {
  readonly writes: readonly TransactWriteItem[];
  /** What that leaves on the fence. */
  readonly recorded: RecordedSignals;
}

/** Signals in one transaction; each may have some 50 KB. */
const MOST_SIGNALS = 40;

/**
 * Signals in the order of their sessions, in as many transactions as they take. Whoever goes on after a crash begins behind the last
 * session that was recorded, so that no session is recorded twice; a corrected one was recorded before.
 * @param asOf the session up to which all are recorded with the last chunk
 */
export function signalChunks(
  signals: readonly NewSignal[],
  {
    table,
    portfolio,
    version,
    asOf,
  }: { readonly table: string; readonly portfolio: string; readonly version: number; readonly asOf: string | null },
): SignalChunk[] {
  const chunks: SignalChunk[] = [];
  for (let start = 0, end = 0; start < signals.length; start = end) {
    end = Math.min(start + MOST_SIGNALS, signals.length);
    while (end < signals.length && signals[end]?.session === signals[end - 1]?.session) end += 1;
    const chunk = signals.slice(start, end);
    const to = end < signals.length ? (chunk.findLast(({ kind }) => kind !== 'correction')?.session ?? null) : asOf;
    chunks.push({
      writes: chunk.map((signal) => signalWrite(table, portfolio, signal, version)),
      recorded: { items: chunk.map(({ session, kind }) => signalItem(session, version, kind)), to },
    });
  }
  return chunks;
}
