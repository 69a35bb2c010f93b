import { textOf } from './repository';

/** One fenced block of the README. */
export interface Block {
  /** What stands behind the opening fence: nothing for commands, `text` for what a command prints. */
  readonly info: string;
  readonly lines: readonly string[];
}

/** The fenced blocks of the README, in order. */
export function readmeBlocks(): Block[] {
  const text = textOf('README.md');
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, info = '', body = '']) => ({
    info,
    lines: body.trimEnd().split('\n'),
  }));
}

/** Every command line of the README as a shell would read it: the comment behind it taken off. */
export function readmeCommands(): string[] {
  return readmeBlocks()
    .filter(({ info }) => info === '')
    .flatMap(({ lines }) => lines.map((line) => line.replace(/\s+#.*$/, '')));
}

/** What the README shows of outputs: a list of lines each, those left out (`…`) taken off. */
export function readmeTranscripts(): string[][] {
  return readmeBlocks()
    .filter(({ info }) => info === 'text')
    .map(({ lines }) => lines.filter((line) => line !== '…' && line !== ''));
}
