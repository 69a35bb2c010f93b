import type { Block, Page, Section } from '../model/page';
import { visibleLength } from './cells';
import { contentLines, type Screen } from './contents';
import { pad, widest } from './table';
import { wrapped, wrappedText } from './wrapped';

/**
 * A page as the lines of a terminal: of each section its heading, what it rests on, the picture it opens with, its
 * notices, then its blocks, those with a title beside one another where they fit. No line is wider than the screen
 * unless a single figure is.
 */
export function pageLines(page: Page, screen: Screen): string[] {
  const lines = [page, ...(page.sections ?? [])].flatMap((section) => sectionLines(section, screen));
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/** Ends with an empty line, unless there is nothing. */
function sectionLines({ title, warning, about = [], lead, notices = [], blocks }: Section, screen: Screen): string[] {
  const { width, painter } = screen;
  const heading = [
    ...(title === undefined ? [] : wrapped(title, width).map((line) => painter.paint('bold', line))),
    ...(warning === undefined ? [] : wrappedText(warning, width, painter, 'caution')),
    ...about.flatMap((line) => wrappedText(line, width, painter, 'faint')),
  ];
  const parts = [
    heading,
    lead === undefined ? [] : contentLines(lead, screen),
    notices.flatMap((notice) => wrappedText(`! ${notice}`, width, painter, 'caution')),
  ];
  return [...parts.flatMap((lines) => (lines.length === 0 ? [] : [...lines, ''])), ...blockLines(blocks, screen)];
}

interface Laid {
  /** None for a block without a title, which stands alone. */
  readonly title: readonly string[];
  readonly lines: readonly string[];
  readonly width: number;
}

const GUTTER = 4;
/** Text under something narrow may be this wide. */
const LEAST_TEXT_WIDTH = 48;

/**
 * Blocks under their titles: beside one another, in order, as long as a row fits, then in the next row.
 * Empty blocks are left out; each row ends with an empty line.
 */
function blockLines(blocks: readonly Block[], screen: Screen): string[] {
  const laid = blocks.map((block) => laidOut(block, screen)).filter(({ lines }) => lines.length > 0);
  return rowsOf(laid, screen.width).flatMap((row) => {
    const columns = row.map((block) => framed(block, screen));
    const height = Math.max(...columns.map((column) => column.length));
    const lines = Array.from({ length: height }, (_, at) =>
      columns
        .map((column, i) => pad(column[at] ?? '', (row[i]?.width ?? 0) + GUTTER))
        .join('')
        .trimEnd(),
    );
    return [...lines, ''];
  });
}

function laidOut({ title, contents }: Block, screen: Screen): Laid {
  const drawn = contents.map((content) => (content.kind === 'text' ? undefined : contentLines(content, screen)));
  const broad = widest(drawn.flatMap((lines) => lines ?? []));
  const narrow = title !== undefined && broad > 0;
  const textWidth = narrow ? Math.min(screen.width, Math.max(broad, LEAST_TEXT_WIDTH)) : screen.width;
  const lines = contents.flatMap((content, at) => drawn[at] ?? contentLines(content, { ...screen, width: textWidth }));
  const heading = title === undefined ? [] : wrapped(title, screen.width);
  return { title: heading, lines, width: widest([...heading, ...lines]) };
}

function rowsOf(blocks: readonly Laid[], width: number): Laid[][] {
  const rows: Laid[][] = [];
  let used = Infinity;
  for (const block of blocks) {
    const row = rows.at(-1);
    const alone = block.title.length === 0;
    if (row !== undefined && !alone && used + GUTTER + block.width <= width) {
      row.push(block);
      used += GUTTER + block.width;
    } else {
      rows.push([block]);
      used = alone ? Infinity : block.width;
    }
  }
  return rows;
}

function framed({ title, lines, width }: Laid, { painter }: Screen): readonly string[] {
  const last = title.at(-1);
  if (last === undefined) return lines;
  const rule = '─'.repeat(Math.max(0, width - visibleLength(last) - 1));
  return [
    ...title.slice(0, -1).map((line) => painter.paint('bold', line)),
    rule === '' ? painter.paint('bold', last) : `${painter.paint('bold', last)} ${painter.paint('dim', rule)}`,
    ...lines,
  ];
}
