import fc from 'fast-check';
import { figuresOf, fittedTable, widest, wordsOf } from '../../../../../cli/src/research/layout/fitted-table';

const columns = [wordsOf(''), figuresOf('volatility', 'vol.'), figuresOf('drawdown', 'dd'), figuresOf('x')];
const rows = [
  ['QQQ', '1.0', '22.0', '333.0'],
  ['TLT', '4.0', '5.0', '6.0'],
];

describe('a table that fits', () => {
  test('keeps its headings where there is room, and shortens them first', () => {
    expect(fittedTable(columns, rows, 32)).toEqual([
      '     volatility  drawdown      x',
      'QQQ         1.0      22.0  333.0',
      'TLT         4.0       5.0    6.0',
    ]);
    expect(fittedTable(columns, rows, 31)).toEqual([
      '     vol.    dd      x',
      'QQQ   1.0  22.0  333.0',
      'TLT   4.0   5.0    6.0',
    ]);
  });

  test('then moves its columns together', () => {
    expect(fittedTable(columns, rows, 21)).toEqual([
      '    vol.   dd     x',
      'QQQ  1.0 22.0 333.0',
      'TLT  4.0  5.0   6.0',
    ]);
  });

  test('then goes on below itself, with the names of its rows', () => {
    expect(fittedTable(columns, rows, 18)).toEqual([
      '     vol.    dd',
      'QQQ   1.0  22.0',
      'TLT   4.0   5.0',
      '',
      '         x',
      'QQQ  333.0',
      'TLT    6.0',
    ]);
  });

  test('never loses a figure and never grows wider than asked, as long as the widest column fits', () => {
    const figure = fc.integer({ min: -999_999, max: 999_999 }).map(String);
    const table = fc
      .integer({ min: 1, max: 16 })
      .chain((n) => fc.array(fc.array(figure, { minLength: n, maxLength: n }), { minLength: 1, maxLength: 4 }));
    fc.assert(
      fc.property(table, fc.integer({ min: 24, max: 200 }), (cells, width) => {
        const named = cells.map((row) => ['row', ...row]);
        const headed = [wordsOf(''), ...(cells[0] ?? []).map(() => figuresOf('heading', 'head'))];
        const lines = fittedTable(headed, named, width);
        expect(widest(lines)).toBeLessThanOrEqual(width);
        const printed = lines.flatMap((line) => line.split(/\s+/)).filter((text) => /^-?\d{2,}$/.test(text));
        expect(printed.sort()).toEqual(
          cells
            .flat()
            .filter((text) => /^-?\d{2,}$/.test(text))
            .sort(),
        );
      }),
    );
  });
});
