import { readable } from '@evenkeel/report';
import { COLOURED, PLAIN, type Painter } from '@evenkeel/report/terminal';

/** A place to write to; `process.stdout` is one. */
export interface Sink {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
}

/** Where a command talks to the person who started it. */
export interface Terminal extends Painter {
  /** True where lines may be redrawn: a terminal, and not in CI. */
  readonly interactive: boolean;
  /** Columns of the terminal; where there is none, `COLUMNS` of the environment, or 100. */
  readonly width: number;
  /** Writes one line of narration; nothing in it is obeyed, whatever it quotes. */
  say(line: string): void;
  /** Writes one line that must not be missed, likewise. */
  warn(line: string): void;
  /** Writes one line beside the result, on standard error, likewise. */
  note(line: string): void;
  /** Writes lines where narration goes, with the colours that they have. */
  print(lines: readonly string[]): void;
  /** Writes the result as it is; `data` never carries colour codes of its own. */
  data(text: string): void;
}

/** What a terminal is made of; tests pass their own. */
export interface TerminalParts {
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * A terminal that honours `NO_COLOR` and `CI`.
 * @param narration `stderr` keeps standard output for data alone, as `--json -` needs it
 */
export function createTerminal(
  narration: 'stdout' | 'stderr' = 'stdout',
  parts: TerminalParts = { stdout: process.stdout, stderr: process.stderr, env: process.env },
): Terminal {
  const sink = narration === 'stdout' ? parts.stdout : parts.stderr;
  const tty = sink.isTTY === true;
  const painter = tty && !isSet(parts.env.NO_COLOR) && parts.env.TERM !== 'dumb' ? COLOURED : PLAIN;
  return {
    interactive: tty && !isSet(parts.env.CI) && parts.env.TERM !== 'dumb',
    width: sink.columns ?? columnsOf(parts.env) ?? 100,
    say: (line) => void sink.write(`${readable(line)}\n`),
    warn: (line) => void parts.stderr.write(`${painter.paint('yellow', readable(line))}\n`),
    note: (line) => void parts.stderr.write(`${readable(line)}\n`),
    print: (lines) => void sink.write(lines.map((line) => `${line}\n`).join('')),
    data: (text) => void parts.stdout.write(text),
    ...painter,
  };
}

/** The convention of both `NO_COLOR` and `CI`: present and not empty. */
function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== 'false';
}

/** `COLUMNS`, as shells and pagers set it; `undefined` where it is no width. */
function columnsOf({ COLUMNS }: TerminalParts['env']): number | undefined {
  return COLUMNS !== undefined && /^[1-9]\d{0,4}$/.test(COLUMNS) ? Number(COLUMNS) : undefined;
}
