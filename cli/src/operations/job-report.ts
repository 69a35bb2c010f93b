import type { JobSummary, SymbolSummary } from '@evenkeel/ingestion/jobs';
import { tableLines, type Column } from '../terminal/table';
import type { Terminal } from '../terminal/terminal';

const COLUMNS: readonly Column[] = [
  { heading: 'symbol', align: 'left' },
  { heading: 'fetched', align: 'right' },
  { heading: 'stored', align: 'right' },
  { heading: 'unchanged', align: 'right' },
  { heading: 'corrected', align: 'right' },
  { heading: 'quarantined', align: 'right' },
  { heading: 'gaps', align: 'right' },
  { heading: 'note', align: 'left' },
];

const SHOWN = 5;

/** What a job did, as lines for a person. */
export function jobReportLines(summary: JobSummary, terminal: Terminal): string[] {
  const failed = summary.failed.length;
  const outcome =
    failed === 0
      ? terminal.paint('green', 'complete')
      : terminal.paint('red', `${failed} of ${summary.symbols.length} failed`);
  return [
    `${summary.job}, last finished session ${summary.asOf}: ${outcome}`,
    ...tableLines(
      COLUMNS,
      summary.symbols.map((symbol) => row(symbol, terminal)),
    ),
    ...summary.symbols.flatMap(quarantineLines),
    ...summary.symbols.flatMap(differenceLines),
    ...(summary.repair === undefined
      ? []
      : [`Repaired as ${summary.repair}; evenkeel ingest audit --undo ${summary.repair} puts the old values back.`]),
  ];
}

function row(symbol: SymbolSummary, terminal: Terminal): string[] {
  const counts = [
    symbol.fetched,
    symbol.stored,
    symbol.unchanged,
    symbol.corrected,
    symbol.quarantined.length,
    symbol.gaps.length,
  ];
  const note = symbol.error === undefined ? gapNote(symbol) : terminal.paint('red', symbol.error);
  return [symbol.symbol, ...counts.map((count) => count.toLocaleString('en-US')), note];
}

function gapNote({ gaps }: SymbolSummary): string {
  if (gaps.length === 0) return '';
  return `no bar for ${gaps.slice(0, SHOWN).join(', ')}${gaps.length > SHOWN ? ', ...' : ''}`;
}

function quarantineLines({ symbol, quarantined }: SymbolSummary): string[] {
  const lines = quarantined.slice(0, SHOWN).map(({ date, reason }) => `  ${symbol} ${date} held back: ${reason}`);
  const more = quarantined.length - SHOWN;
  return more > 0 ? [...lines, `  ${symbol} and ${more} more held back; --json FILE lists all`] : lines;
}

function differenceLines({ symbol, differences = [] }: SymbolSummary): string[] {
  const lines = differences
    .slice(0, SHOWN)
    .map(
      ({ date, field, stored, vendor }) =>
        `  ${symbol} ${date} ${field}: stored ${stored ?? 'nothing'}, vendor ${vendor ?? 'nothing'}`,
    );
  const more = differences.length - SHOWN;
  return more > 0 ? [...lines, `  ${symbol} and ${more} more differences; --json FILE lists all`] : lines;
}
