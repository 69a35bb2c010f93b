import { textOf } from './repository';

/** One row of a table of definitions; a row that defines several keys is one of these a key. */
export interface Definition {
  readonly key: string;
  /** Number of the page's section. */
  readonly section: number;
  /** The cells behind the key, in the order of the header. */
  readonly cells: readonly string[];
}

/** docs/numbers.md as its readers use it: by section, and by the tables that define something. */
export interface NumbersPage {
  readonly text: string;
  /** Numbers of its sections, in order. */
  readonly sections: readonly number[];
  /** Every row of the tables whose first column is headed `heading`. */
  definitions(heading: string): readonly Definition[];
  /** Every name the page puts in code, whole: `drawdowns`, not a part of a formula. */
  readonly names: ReadonlySet<string>;
}

export function numbersPage(): NumbersPage {
  const text = textOf('docs/numbers.md');
  const lines = text.split('\n');
  return {
    text,
    sections: lines.flatMap((line) => sectionOf(line) ?? []),
    definitions: (heading) => definitionsIn(lines, heading),
    names: new Set([...text.matchAll(/`(\w+)`/g)].flatMap(([, name]) => name ?? [])),
  };
}

function sectionOf(line: string): number | undefined {
  const number = /^## (\d+)\. /.exec(line)?.[1];
  return number === undefined ? undefined : Number(number);
}

function definitionsIn(lines: readonly string[], heading: string): Definition[] {
  const found: Definition[] = [];
  let section = 0;
  let inside = false;
  for (const line of lines) {
    section = sectionOf(line) ?? section;
    const [first = '', ...cells] = cellsOf(line);
    if (first === heading) inside = true;
    else if (first === '') inside = false;
    else if (inside && !first.startsWith('---'))
      found.push(...[...first.matchAll(/`(\w+)`/g)].map(([, key = '']) => ({ key, section, cells })));
  }
  return found;
}

function cellsOf(line: string): string[] {
  if (!line.startsWith('|')) return [];
  return line
    .slice(1, line.lastIndexOf('|'))
    .split('|')
    .map((cell) => cell.trim());
}
