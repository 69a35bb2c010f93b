import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { commandLine } from '../../../cli/src/command-line';
import { filesIn, HOME, textOf, type RepositoryFile } from '../../support/repository';

const pages = filesIn('.', /\.md$/);
const sources = filesIn('.', /\.(ts|mjs|cjs|py|yml)$/);

/** What a link to a heading is called, as GitHub makes it. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[`*_]/g, '')
    .replace(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-');
}

function anchorsOf(text: string): Set<string> {
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));
  const named = [...text.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id);
  return new Set([...headings, ...named]);
}

/** Links of a page that lead nowhere. */
function deadLinks({ path, text }: RepositoryFile): string[] {
  const prose = text.replace(/^ *```[\s\S]*?^ *```$/gm, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) => {
    if (/^https?:/.test(link)) return [];
    const [file = '', anchor] = link.split('#');
    const target = file === '' ? path : join(dirname(path), file);
    if (!existsSync(join(HOME, target))) return [link];
    return anchor === undefined || anchorsOf(textOf(target)).has(anchor) ? [] : [link];
  });
}

/** The command that the words of a line name, and what it does not know of them. */
function unknownIn(words: readonly string[], program: Command): string[] {
  let command = program;
  const rest = [...words];
  for (let word = rest[0]; word !== undefined && command.commands.length > 0; word = rest[0]) {
    // `warm-up|update|audit` stands for each of them.
    const names = word.split('|');
    const next = command.commands.find((known) => names.includes(known.name()));
    if (next === undefined) return word.startsWith('-') ? unknownOptions(rest, command) : [word];
    command = next;
    rest.shift();
  }
  return unknownOptions(rest, command);
}

function unknownOptions(words: readonly string[], command: Command): string[] {
  const known = [...command.options.map(({ long }) => long), '--help', '--version', '--debug'];
  return words.flatMap((word) => {
    const option = /^--[a-z][a-z-]*/.exec(word)?.[0];
    return option === undefined || known.includes(option) ? [] : [option];
  });
}

/** What a reader is told to write. */
const TO_BE_WRITTEN = ['services/ingestion/src/sources/acme-source.ts'];

describe('the pages of this repository', () => {
  it.each(pages.map((page) => [page.path, page] as const))('%s has no link that leads nowhere', (_, page) => {
    expect(deadLinks(page)).toEqual([]);
  });

  it('name only files and folders that there are', () => {
    const rooms = /^(?:cli|docs|services|shared|test|\.ci)\/[\w./-]+$/;
    const missing = [...pages, ...sources].flatMap(({ path, text }) => {
      const named = path.endsWith('.md')
        ? [...text.matchAll(/`([^`\s]+)`/g)].map(([, name = '']) => name)
        : [...text.matchAll(/(?<![\w/.-])docs\/[\w/.-]+\.\w+/g)].map(([name]) => name);
      return named
        .filter((name) => rooms.test(name) && !TO_BE_WRITTEN.includes(name) && !existsSync(join(HOME, name)))
        .map((name) => `${path}: ${name}`);
    });
    expect(missing).toEqual([]);
  });

  it('name only scripts of package.json', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
    const named = pages.flatMap(({ path, text }) =>
      [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, script = '']) => ({ path, script })),
    );
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter(({ script }) => !(script in scripts))).toEqual([]);
  });

  it('name only commands and options of evenkeel', () => {
    const named = pages.flatMap(({ path, text }) =>
      [...text.matchAll(/(?:npx |`)evenkeel ((?:[a-z-]|<)[^`\n]*)/g)].map(([, line = '']) => ({ path, line })),
    );
    expect(named.length).toBeGreaterThan(20);
    const program = commandLine();
    const unknown = named.flatMap(({ path, line }) =>
      unknownIn(
        line
          .replace(/\s+#.*$/, '')
          .split(/\s+/)
          .filter((word) => word !== '...'),
        program,
      ).map((word) => `${path}: ${word} in evenkeel ${line}`),
    );
    expect(unknown).toEqual([]);
  });
});

describe('docs/operations.md', () => {
  const anchors = anchorsOf(textOf('docs/operations.md'));

  it('has a section for each alarm', () => {
    const alarms = filesIn('services', /\.yml$/).flatMap(({ text }) =>
      [...text.matchAll(/AlarmName: evenkeel-\w+-\$\{sls:stage\}-([\w-]+)/g)].map(([, name = '']) => name),
    );
    expect(alarms.length).toBeGreaterThan(5);
    expect(alarms.filter((alarm) => !anchors.has(alarm))).toEqual([]);
  });

  it('says of each reason of quarantine what to do', () => {
    const [, union = ''] =
      /export type QuarantineReason =([\s\S]*?)\n\n/.exec(textOf('shared/domain/src/prices/quality/reasons.ts')) ?? [];
    const reasons = [...union.matchAll(/\| '([\w-]+)'/g)].map(([, reason = '']) => reason);
    expect(reasons.length).toBeGreaterThan(10);
    expect(reasons.filter((reason) => !anchors.has(reason))).toEqual([]);
  });
});
