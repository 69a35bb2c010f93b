import type { Page } from '@evenkeel/report';
import { pageLines } from '@evenkeel/report/terminal';
import type { Terminal } from './terminal';

/** On narrower terminals single figures would break their lines, wider pages are hard to read. */
const WIDTH = { least: 40, most: 160 };

/** A page as it stands on `terminal`, in its width and colours. */
export function linesFor(page: Page, terminal: Terminal): string[] {
  const width = Math.min(WIDTH.most, Math.max(WIDTH.least, terminal.width));
  return pageLines(page, { width, painter: terminal });
}
