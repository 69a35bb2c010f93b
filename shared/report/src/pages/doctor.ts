import type { Tone } from '../model/content';
import { nameColumn, table, textColumn } from '../model/make';
import type { Page } from '../model/page';

/** `lack` keeps something from working; `note` only limits it. */
export type Verdict = 'ok' | 'note' | 'lack';

/** One thing that was looked at. */
export interface Finding {
  readonly what: string;
  readonly verdict: Verdict;
  /** What was found. */
  readonly found: string;
  /** What to do about it; absent where all is well. */
  readonly remedy?: string | undefined;
}

const TONES: Readonly<Record<Verdict, Tone>> = { ok: 'good', note: 'caution', lack: 'bad' };

/** What a machine has, with what to do about each lack below it. */
export function doctorPage(findings: readonly Finding[]): Page {
  const rows = findings.flatMap(({ what, verdict, found, remedy }) => [
    [{ text: verdict, tone: TONES[verdict] }, what, found],
    ...(remedy === undefined ? [] : [['', '', `-> ${remedy}`]]),
  ]);
  const columns = [nameColumn(''), nameColumn(''), textColumn('')];
  return { blocks: [{ contents: [table(columns, rows, { pinned: 2 })] }] };
}
