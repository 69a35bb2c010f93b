import type { Style } from '../../terminal/terminal';

/** What a page needs of a terminal: its colours, or none. */
export interface Ink {
  readonly colour: boolean;
  paint(style: Style, text: string): string;
}

/** Plain text: for pipes, files and tests. */
export const PLAIN: Ink = { colour: false, paint: (_, text) => text };

/** xterm-256 backgrounds from red over yellow to green, all light enough for black text. */
const HEAT = [167, 173, 179, 185, 186, 150, 114, 78] as const;

/** What stands for the colours where there are none, the worst first. */
const SHADES = ['░', '▒', '▓', '█'] as const;

/** `text` on a background for `level` in [0, 1], from the worst to the best; without colour, after a shade for it. */
export function heat(ink: Ink, text: string, level: number): string {
  if (!ink.colour) return stepOf(SHADES, level) + text;
  const background = stepOf(HEAT, level);
  return `\u001b[38;5;16;48;5;${background}m${text}\u001b[0m`;
}

/** `text` that has no level, as wide as {@link heat} would make it. */
export function unheated(ink: Ink, text: string): string {
  return ink.colour ? text : ` ${text}`;
}

function stepOf<Step>(steps: readonly [Step, ...Step[]], level: number): Step {
  const step = Math.floor(Math.min(1, Math.max(0, level)) * steps.length);
  return steps[Math.min(steps.length - 1, step)] ?? steps[0];
}
