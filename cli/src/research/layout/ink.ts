/** Colours of a terminal; every function returns its text unchanged when colour is off. */
export interface Ink {
  readonly colored: boolean;
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
  /** `text` on a background for `level` in [0, 1], from the worst to the best. */
  heat(text: string, level: number): string;
}

const ESCAPE = '\u001b[';
const ESCAPES = /\u001b\[[0-9;]*m/g;

/**
 * Colours on or off.
 * @example inkFor(true).bold('Returns')
 */
export function inkFor(colored: boolean): Ink {
  const paint = (code: string) => (text: string) => (colored ? `${ESCAPE}${code}m${text}${ESCAPE}0m` : text);
  return {
    colored,
    bold: paint('1'),
    dim: paint('2'),
    good: paint('32'),
    bad: paint('31'),
    warn: paint('33'),
    heat: (text, level) => paint(`38;5;16;48;5;${heatColor(level)}`)(text),
  };
}

/**
 * Whether output to `stream` should be coloured: on a terminal, unless `NO_COLOR` is set to anything
 * (no-color.org) or the terminal is `dumb`.
 */
export function wantsColor(stream: { readonly isTTY?: boolean }, env: Readonly<Record<string, string | undefined>>): boolean {
  if (env['NO_COLOR']) return false;
  return stream.isTTY === true && env['TERM'] !== 'dumb';
}

/** How many columns `text` takes on a terminal, colours not counted. */
export function visibleWidth(text: string): number {
  return [...text.replace(ESCAPES, '')].length;
}

/** xterm-256 backgrounds from red over yellow to green, all light enough for black text. */
const HEAT = [167, 173, 179, 185, 186, 150, 114, 78] as const;

function heatColor(level: number): number {
  const bounded = Math.min(1, Math.max(0, level));
  return HEAT[Math.min(HEAT.length - 1, Math.floor(bounded * HEAT.length))] ?? HEAT[0];
}
