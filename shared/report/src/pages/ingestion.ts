import { count } from '../formats/numbers';
import type { Cell, Column } from '../model/content';
import { cell, figureColumn, list, nameColumn, paragraph, table, textColumn } from '../model/make';
import type { Page } from '../model/page';

/** What an ingestion job did to one symbol. Counts are sessions. */
export interface IngestedSymbol {
  readonly symbol: string;
  readonly fetched: number;
  readonly stored: number;
  readonly unchanged: number;
  readonly corrected: number;
  readonly quarantined: readonly { readonly date: string; readonly reason: string }[];
  readonly gaps: readonly string[];
  /** What an audit found to differ. */
  readonly differences?:
    | readonly {
        readonly date: string;
        readonly field: string;
        readonly stored: string | null;
        readonly vendor: string | null;
      }[]
    | undefined;
  /** Why the symbol is not complete. */
  readonly error?: string | undefined;
}

/** What an ingestion job did, as its summary has it. */
export interface IngestionResult {
  readonly job: string;
  /** The last session that was finished. */
  readonly asOf: string;
  readonly symbols: readonly IngestedSymbol[];
  readonly failed: readonly string[];
  /** Id of the repair an audit made. */
  readonly repair?: string | undefined;
}

/** What an ingestion job did, symbol by symbol. */
export function ingestionPage({ job, asOf, symbols, failed, repair }: IngestionResult): Page {
  const outcome: Cell =
    failed.length === 0
      ? { text: 'complete', tone: 'good' }
      : { text: `${failed.length} of ${symbols.length} failed`, tone: 'bad' };
  const undo = `Repaired as ${repair ?? ''}; evenkeel ingest audit --undo ${repair ?? ''} puts the old values back.`;
  return {
    blocks: [
      {
        contents: [
          paragraph([`${job}, last finished session ${asOf}:`, outcome]),
          table(COLUMNS, symbols.map(rowOf), { ruled: true }),
          ...list(symbols.flatMap(quarantineLines)),
          ...list(symbols.flatMap(differenceLines)),
          ...(repair === undefined ? [] : [paragraph(undo)]),
        ],
      },
    ],
  };
}

const COLUMNS: readonly Column[] = [
  nameColumn('symbol'),
  figureColumn('fetched', 'fetch.'),
  figureColumn('stored'),
  figureColumn('unchanged', 'unch.'),
  figureColumn('corrected', 'corr.'),
  figureColumn('quarantined', 'quar.'),
  figureColumn('gaps'),
  textColumn('note'),
];

/** More than this of one kind are counted, not listed. */
const SHOWN = 5;

function rowOf({ symbol, fetched, stored, unchanged, corrected, quarantined, gaps, error }: IngestedSymbol) {
  const counts = [fetched, stored, unchanged, corrected, quarantined.length, gaps.length];
  const note: string | Cell = error === undefined ? gapNote(gaps) : { text: error, tone: 'bad' };
  return [symbol, ...counts.map((one) => cell(one, count)), note];
}

function gapNote(gaps: readonly string[]): string {
  if (gaps.length === 0) return '';
  return `no bar for ${gaps.slice(0, SHOWN).join(', ')}${gaps.length > SHOWN ? ', ...' : ''}`;
}

function quarantineLines({ symbol, quarantined }: IngestedSymbol): string[] {
  const lines = quarantined.slice(0, SHOWN).map(({ date, reason }) => `${symbol} ${date} held back: ${reason}`);
  const more = quarantined.length - SHOWN;
  return more > 0 ? [...lines, `${symbol} and ${count(more)} more held back; --json FILE lists all`] : lines;
}

function differenceLines({ symbol, differences = [] }: IngestedSymbol): string[] {
  const lines = differences
    .slice(0, SHOWN)
    .map(
      ({ date, field, stored, vendor }) =>
        `${symbol} ${date} ${field}: stored ${stored ?? 'nothing'}, vendor ${vendor ?? 'nothing'}`,
    );
  const more = differences.length - SHOWN;
  return more > 0 ? [...lines, `${symbol} and ${count(more)} more differences; --json FILE lists all`] : lines;
}
