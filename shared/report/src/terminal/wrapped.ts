import { readable } from '../formats/readable';
import type { Cell, Text, Tone } from '../model/content';
import { slicedByCells, visibleLength } from './cells';
import { toned, type Painter } from './painter';

interface Word {
  readonly text: string;
  readonly tone: Tone | undefined;
}

/** `text` in lines of at most `width` cells: broken between words, and within a word only where it alone is longer. */
export function wrapped(text: string, width: number): string[] {
  return brokenLines(wordsOf(text, undefined, width), width).map((line) => line.map((word) => word.text).join(' '));
}

/** Like {@link wrapped}, in the tones of its pieces; a piece without one has that of the whole. */
export function wrappedText(text: Text, width: number, painter: Painter, tone?: Tone): string[] {
  const pieces: readonly (string | Cell)[] = typeof text === 'string' ? [text] : text;
  const words = pieces.flatMap((piece) =>
    typeof piece === 'string' ? wordsOf(piece, tone, width) : wordsOf(piece.text, piece.tone ?? tone, width),
  );
  return brokenLines(words, width).map((line) => painted(line, painter));
}

function wordsOf(text: string, tone: Tone | undefined, width: number): Word[] {
  return readable(text)
    .split(' ')
    .flatMap((word) => (visibleLength(word) > width ? slicedByCells(word, width) : [word]))
    .map((word) => ({ text: word, tone }));
}

function brokenLines(words: readonly Word[], width: number): Word[][] {
  const lines: Word[][] = [];
  let line: Word[] = [];
  let used = 0;
  for (const word of words) {
    const length = visibleLength(word.text);
    // Blanks at the beginning of a line are left out.
    if (used === 0) [line, used] = [[word], length];
    else if (used + 1 + length > width) {
      lines.push(line);
      [line, used] = [[word], length];
    } else {
      line.push(word);
      used += 1 + length;
    }
  }
  return used === 0 ? lines : [...lines, line];
}

/** Neighbours of one tone are painted as one. */
function painted(line: readonly Word[], painter: Painter): string {
  const runs: { text: string; tone: Tone | undefined }[] = [];
  for (const { text, tone } of line) {
    const last = runs.at(-1);
    if (last?.tone === tone && last !== undefined) last.text += ` ${text}`;
    else runs.push({ text, tone });
  }
  return runs.map(({ text, tone }) => toned(painter, tone, text)).join(' ');
}
