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

/** `text` on a background for `level` in [0, 1], from the worst to the best. */
export function heat(ink: Ink, text: string, level: number): string {
  if (!ink.colour) return text;
  const step = Math.floor(Math.min(1, Math.max(0, level)) * HEAT.length);
  const background = HEAT[Math.min(HEAT.length - 1, step)] ?? HEAT[0];
  return `\u001b[38;5;16;48;5;${background}m${text}\u001b[0m`;
}
