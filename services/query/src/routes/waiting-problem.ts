import { isAppError } from '@evenkeel/domain';
import type { SessionDate } from '@evenkeel/domain/calendar';
import type { Ticker } from '@evenkeel/domain/prices';
import type { Coverage, IngestionState } from '@evenkeel/dynamo/ingestion';
import type { PriceHistoryReader } from '@evenkeel/dynamo/prices';

/** Why a symbol has no bar of a session, and what can be done about it. */
export interface WaitingProblem {
  readonly problem: 'never-fetched' | 'filling' | 'quarantined' | 'gap' | 'unreadable' | 'untaken' | 'not-fetched';
  /** One sentence, with the numbers where there are any. */
  readonly detail: string;
  /** The command that helps; null where waiting does. */
  readonly command: string | null;
}

/** What finding it out reads. */
export interface ProblemPorts {
  readonly ingested: Pick<IngestionState, 'coverage' | 'quarantined'>;
  readonly prices: Pick<PriceHistoryReader, 'bars'>;
  /** The command that has ingestion do something about a symbol. */
  readonly ingestCommand: (job: 'warm-up' | 'update' | 'audit', symbol: Ticker, more?: string) => string;
}

/** Tells of a symbol and the first session that it lacks what is wrong; null for a symbol without any bar. */
export type ProblemReader = (symbol: Ticker, lacks: SessionDate | null) => Promise<WaitingProblem>;

/** Bars that are merely doubtful, which an operator may accept by name; what is impossible has to come anew. */
const DOUBTFUL = ['unexplained-jump', 'event-without-bar'];

/** Reads what ingestion knows of all symbols, once. */
export async function problemReader({ ingested, prices, ingestCommand }: ProblemPorts): Promise<ProblemReader> {
  const coverages = await ingested.coverage();
  return async (symbol, lacks) => {
    const coverage = coverages.get(symbol);
    if (coverage === undefined) {
      return {
        problem: 'never-fetched',
        detail: 'no price of it has ever been fetched',
        command: ingestCommand('warm-up', symbol),
      };
    }
    const held = heldOf(coverage, lacks);
    if (held !== undefined) {
      const { session, scope, reason } = held;
      const entries = await ingested.quarantined(symbol);
      const told = entries.find((entry) => entry.session === session && entry.scope === scope)?.detail;
      const what = scope === 'fetch' ? 'the whole answer' : `the bar of ${session}`;
      return {
        problem: 'quarantined',
        detail: `${what} is in quarantine: ${reason}${told === undefined ? '' : ` (${told})`}`,
        command: DOUBTFUL.includes(reason)
          ? ingestCommand('warm-up', symbol, ` --from ${session} --to ${session} --overwrite`)
          : null,
      };
    }
    if (coverage.state === 'filling') {
      return {
        problem: 'filling',
        detail: 'its history is being filled, or that was interrupted',
        command: ingestCommand('warm-up', symbol),
      };
    }
    if (lacks !== null && coverage.gaps.includes(lacks)) {
      return {
        problem: 'gap',
        detail: `the source sends no row of ${lacks}, which each update asks for`,
        command: null,
      };
    }
    if (lacks !== null && coverage.last !== undefined && coverage.last >= lacks) {
      return storedProblem(await storedBar(prices, symbol, lacks), lacks, ingestCommand('audit', symbol));
    }
    return {
      problem: 'not-fetched',
      detail: `no update has brought a bar of ${lacks ?? 'any session'} yet`,
      command: ingestCommand('update', symbol),
    };
  };
}

/** What holds back the session that is lacking: its own bar, or the whole of an answer. */
function heldOf({ held }: Coverage, lacks: SessionDate | null): Coverage['held'][number] | undefined {
  const bar = held.find(({ scope, session }) => scope === 'bar' && (lacks === null || session === lacks));
  return bar ?? held.findLast(({ scope, session }) => scope === 'fetch' && (lacks === null || session >= lacks));
}

/** `found`, `missing`, or what is wrong with the item. */
async function storedBar(prices: ProblemPorts['prices'], symbol: Ticker, session: SessionDate): Promise<string> {
  try {
    return (await prices.bars(symbol, { from: session, to: session })).length > 0 ? 'found' : 'missing';
  } catch (error) {
    if (isAppError(error, 'bad-data')) return error.message;
    throw error;
  }
}

function storedProblem(found: string, lacks: SessionDate, audit: string): WaitingProblem {
  switch (found) {
    case 'found':
      return {
        problem: 'untaken',
        detail: `its bar of ${lacks} is stored; the targets take it in next`,
        command: null,
      };
    case 'missing':
      return { problem: 'gap', detail: `its bar of ${lacks} is not stored, though later ones are`, command: audit };
    default:
      return { problem: 'unreadable', detail: `its item of ${lacks} holds no bar: ${found}`, command: audit };
  }
}
