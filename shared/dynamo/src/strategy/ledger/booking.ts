import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { DistanceYear } from './content';
import { type BookedEntry, distanceWrite, entryWrite, type LedgerPointer } from './ledger-item';

/** What a publication appends to a ledger. */
export interface LedgerBooking {
  /** In the order in which they are booked. */
  readonly entries: readonly BookedEntry[];
  /** Years beside the backtest that say something else now. */
  readonly distances: ReadonlyMap<string, DistanceYear>;
  /** First session of the ledger. */
  readonly start: LedgerPointer['start'];
}

/** Entries that are appended in one transaction. */
export interface LedgerChunk {
  readonly writes: readonly TransactWriteItem[];
  /** Where the ledger stands with them; absent where none is appended. */
  readonly pointer?: LedgerPointer | undefined;
}

/** Writes in one transaction; an entry of two hundred pairs has some 60 KB. */
const MOST_WRITES = 25;

/** How many writes a booking takes. */
export function sizeOf(booking: LedgerBooking | undefined): number {
  return booking === undefined ? 0 : booking.entries.length + booking.distances.size;
}

/** The writes of a booking, in as many transactions as they take. Whoever goes on after a crash goes on from the last entry appended. */
export function ledgerChunks(
  table: string,
  portfolio: string,
  booking: LedgerBooking | undefined,
  by: { readonly version: number; readonly now: Date },
): LedgerChunk[] {
  if (booking === undefined) return [];
  const { entries, distances, start } = booking;
  const writes = [
    ...entries.map((booked) => {
      const { session } = booked.entry;
      return {
        write: entryWrite(table, portfolio, booked, by),
        pointer: { start, session, generation: booked.generation, n: booked.n },
      };
    }),
    ...[...distances].map(([year, content]) => ({
      write: distanceWrite(table, portfolio, year, content),
      pointer: undefined,
    })),
  ];
  const chunks: LedgerChunk[] = [];
  for (let begin = 0; begin < writes.length; begin += MOST_WRITES) {
    const chunk = writes.slice(begin, begin + MOST_WRITES);
    chunks.push({
      writes: chunk.map(({ write }) => write),
      pointer: chunk.findLast(({ pointer }) => pointer !== undefined)?.pointer,
    });
  }
  return chunks;
}
