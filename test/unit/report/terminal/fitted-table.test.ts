import fc from 'fast-check';
import { PLAIN } from '@evenkeel/report/terminal';
import { figureColumn, nameColumn, table, textColumn } from '../../../../shared/report/src/model/make';
import { fittedTable } from '../../../../shared/report/src/terminal/fitted-table';
import { widest } from '../../../../shared/report/src/terminal/table';

const columns = [nameColumn(''), figureColumn('volatility', 'vol.'), figureColumn('drawdown', 'dd'), figureColumn('x')];
const rows = [
  ['QQQ', '1.0', '22.0', '333.0'],
  ['TLT', '4.0', '5.0', '6.0'],
];
const fitted = (width: number, pinned = 1) => fittedTable(table(columns, rows, { pinned }), width, PLAIN);

describe('a table that fits', () => {
  test('keeps its headings where there is room, and shortens them first', () => {
    expect(fitted(32)).toEqual([
      '     volatility  drawdown      x',
      'QQQ         1.0      22.0  333.0',
      'TLT         4.0       5.0    6.0',
    ]);
    expect(fitted(31)).toEqual(['     vol.    dd      x', 'QQQ   1.0  22.0  333.0', 'TLT   4.0   5.0    6.0']);
  });

  test('then moves its columns together', () => {
    expect(fitted(21)).toEqual(['    vol.   dd     x', 'QQQ  1.0 22.0 333.0', 'TLT  4.0  5.0   6.0']);
  });

  test('then goes on below itself, with the names of its rows', () => {
    expect(fitted(18)).toEqual([
      '     vol.    dd',
      'QQQ   1.0  22.0',
      'TLT   4.0   5.0',
      '',
      '         x',
      'QQQ  333.0',
      'TLT    6.0',
    ]);
  });

  test('lists each row for itself where its names leave no room for a figure', () => {
    expect(fitted(9, 2)).toEqual([
      'QQQ',
      'vol.  1.0',
      'dd',
      '22.0',
      'x',
      '333.0',
      '',
      'TLT',
      'vol.  4.0',
      'dd    5.0',
      'x     6.0',
    ]);
  });

  test('breaks text into lines of its column, and nothing else', () => {
    const noted = table(
      [nameColumn('symbol'), figureColumn('fetched'), textColumn('note')],
      [
        ['QQQ', '1,234', { text: 'Yahoo says 429 and asks for patience', tone: 'bad' }],
        ['SQQQ', '0'],
      ],
      { ruled: true },
    );
    expect(fittedTable(noted, 40, PLAIN)).toEqual([
      'symbol  fetched  note',
      '──────  ───────  ───────────────────────',
      'QQQ       1,234  Yahoo says 429 and asks',
      '                 for patience',
      'SQQQ          0',
    ]);
    const coloured = { colour: true, paint: (_: string, text: string) => `<${text}>` };
    expect(fittedTable(noted, 40, coloured).join('\n')).toContain('<for patience>');
  });

  test('shows what a terminal would obey', () => {
    const [line] = fittedTable(table([nameColumn('')], [['a\tb\u001b[2J']]), 40, PLAIN);
    expect(line).toBe('a\\tb\\u001b[2J');
  });

  test('never loses a figure and is never wider than asked, unless a single figure is', () => {
    const figure = fc.integer({ min: -999_999, max: 999_999 }).map(String);
    const cells = fc
      .integer({ min: 1, max: 16 })
      .chain((n) => fc.array(fc.array(figure, { minLength: n, maxLength: n }), { minLength: 1, maxLength: 4 }));
    fc.assert(
      fc.property(cells, fc.integer({ min: 1, max: 200 }), fc.nat(4), (figures, width, pinned) => {
        const named = figures.map((row) => ['row', ...row]);
        const headed = [nameColumn(''), ...(figures[0] ?? []).map(() => figureColumn('heading', 'head'))];
        const lines = fittedTable(table(headed, named, { pinned }), width, PLAIN);
        expect(widest(lines)).toBeLessThanOrEqual(Math.max(width, widest(figures.flat())));
        // Rows are told apart by what is pinned, so a pinned figure stands in every part.
        const printed = new Set(lines.flatMap((line) => line.split(/\s+/)));
        expect(figures.flat().filter((text) => !printed.has(text))).toEqual([]);
        if (pinned > 1) return;
        const count = lines.flatMap((line) => line.split(/\s+/)).filter((text) => /^-?\d+$/.test(text));
        expect(count.sort()).toEqual(figures.flat().sort());
      }),
    );
  });
});
