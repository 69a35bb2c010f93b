import fc from 'fast-check';
import { slicedByCells, visibleLength } from '../../../../shared/report/src/terminal/cells';

describe('cells of a terminal', () => {
  // Widths by Unicode UAX #11; marks and joiners take no cell of their own.
  test.each([
    ['plain', 5],
    ['\u001b[31mred\u001b[39m', 3],
    ['日本', 4],
    ['ＡＢ', 4],
    ['한글', 4],
    ['e\u0301', 1],
    ['a\u200bb', 2],
    ['📈', 2],
    ['👩‍💻', 2],
    ['❤️', 2],
    ['▁█░◆─', 5],
    ['', 0],
  ])('%j takes %d', (text, cells) => {
    expect(visibleLength(text)).toBe(cells);
  });

  test('text is sliced without losing anything, no piece wider than asked', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\u001b')),
        fc.integer({ min: 2, max: 20 }),
        (text, width) => {
          const pieces = slicedByCells(text, width);
          expect(pieces.join('')).toBe(text);
          for (const piece of pieces) expect(visibleLength(piece)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});
