import type { Tone } from '../model/content';

/** The styles of a terminal in use; each means one thing throughout. */
export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow';

/** How a page gets its colours. */
export interface Painter {
  /** False where text stays as it is. */
  readonly colour: boolean;
  /** `text` in `style`, or unchanged without colour. */
  paint(style: Style, text: string): string;
}

/** No colours: for pipes and files. */
export const PLAIN: Painter = { colour: false, paint: (_, text) => text };

const CODES: Readonly<Record<Style, readonly [on: number, off: number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
};

/** The colours of a terminal, which takes them from its own palette. */
export const COLOURED: Painter = {
  colour: true,
  paint: (style, text) => {
    const [on, off] = CODES[style];
    return `\u001b[${on}m${text}\u001b[${off}m`;
  },
};

const STYLES: Readonly<Record<Tone, Style>> = { good: 'green', bad: 'red', caution: 'yellow', faint: 'dim' };

/** `text` as its tone looks on a terminal. */
export function toned(painter: Painter, tone: Tone | undefined, text: string): string {
  return tone === undefined ? text : painter.paint(STYLES[tone], text);
}

/** xterm-256 backgrounds from red over yellow to green, all light enough for black text. */
const HEAT = [167, 173, 179, 185, 186, 150, 114, 78] as const;

/** What stands for the colours where there are none, the worst first. */
const SHADES = ['░', '▒', '▓', '█'] as const;

/** `text` on a background for `level` in [0, 1], from the worst to the best; without colour, after a shade for it. */
export function heat({ colour }: Painter, text: string, level: number): string {
  if (!colour) return stepOf(SHADES, level) + text;
  const background = stepOf(HEAT, level);
  return `\u001b[38;5;16;48;5;${background}m${text}\u001b[0m`;
}

/** `text` that has no level, as wide as {@link heat} would make it. */
export function unheated({ colour }: Painter, text: string): string {
  return colour ? text : ` ${text}`;
}

function stepOf<Step>(steps: readonly [Step, ...Step[]], level: number): Step {
  const step = Math.floor(Math.min(1, Math.max(0, level)) * steps.length);
  return steps[Math.min(steps.length - 1, step)] ?? steps[0];
}
