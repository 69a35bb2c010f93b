const COLOUR_CODE = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, 'g');

/** Characters that take two cells of a terminal (Unicode UAX #11, East Asian wide and fullwidth, and emoji). */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;

/** Characters that stand on the one before them, and those that are not seen. */
const UNSEEN = /^[\p{M}\p{Cf}\p{Cc}\u200b]+$/u;

/** One cell a code unit: Latin letters, and what lines, blocks and marks of our own pages are drawn with. */
const PLAIN = /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff\u2500-\u25fc]*$/;

let segmenter: Intl.Segmenter | undefined;

/** Its tables take longer to load than a page to print, and few pages need them. */
function graphemesOf(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  return segmenter.segment(text);
}

/** Cells that `text` takes on a terminal, without its colour codes. */
export function visibleLength(text: string): number {
  const bare = text.includes('\u001b') ? text.replace(COLOUR_CODE, '') : text;
  if (PLAIN.test(bare)) return bare.length;
  let cells = 0;
  for (const { segment } of graphemesOf(bare)) cells += cellsOf(segment);
  return cells;
}

/** `text`, which has no colour codes, in pieces of at most `width` cells. */
export function slicedByCells(text: string, width: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  let used = 0;
  for (const { segment } of graphemesOf(text)) {
    const cells = cellsOf(segment);
    if (used + cells > width && piece !== '') {
      pieces.push(piece);
      [piece, used] = ['', 0];
    }
    piece += segment;
    used += cells;
  }
  return piece === '' ? pieces : [...pieces, piece];
}

function cellsOf(grapheme: string): number {
  if (UNSEEN.test(grapheme)) return 0;
  return WIDE.test(grapheme) || grapheme.includes('\ufe0f') ? 2 : 1;
}
