import { visibleLength } from '../../../../../cli/src/terminal/table';
import { pageOf } from '../../../../../cli/src/research/layout/blocks';
import { heatMapLines, type HeatCell } from '../../../../../cli/src/research/layout/heat-map';
import { PLAIN, type Ink } from '../../../../../cli/src/research/layout/ink';
import { wrapped } from '../../../../../cli/src/research/layout/wrapped';

const COLOURED: Ink = { colour: true, paint: (_, text) => `\u001b[1m${text}\u001b[22m` };

describe('blocks on a page', () => {
  const blocks = [
    { title: 'One', lines: () => ['aaaaaaaaaa', 'b'] },
    { title: 'Two', lines: () => ['cccccccccc'] },
    { title: 'Nothing', lines: () => [] },
  ];

  test('stand beside one another where they fit and below one another where not', () => {
    expect(pageOf(blocks, 24, PLAIN)).toEqual(['One ──────    Two ──────', 'aaaaaaaaaa    cccccccccc', 'b', '']);
    expect(pageOf(blocks, 23, PLAIN)).toEqual(['One ──────', 'aaaaaaaaaa', 'b', '', 'Two ──────', 'cccccccccc', '']);
  });

  test('keep their columns when coloured', () => {
    const widths = (ink: Ink) => pageOf(blocks, 60, ink).map(visibleLength);
    expect(widths(COLOURED)).toEqual(widths(PLAIN));
  });

  test('wrapped text breaks between words, and within a word that is longer than a line', () => {
    expect(wrapped('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrapped('an extraordinary day', 5)).toEqual(['an', 'extra', 'ordin', 'ary', 'day']);
    expect(wrapped('日本の市場', 4)).toEqual(['日本', 'の市', '場']);
  });
});

describe('heat map', () => {
  const cell = (value: number | null, best = false): HeatCell => ({
    text: value === null ? 'n/a' : value.toFixed(1),
    value,
    note: 'x',
    mark: best ? '◆' : '',
  });
  const map = {
    corner: 'tolerance',
    rows: ['1 %', '2 %'],
    columns: ['daily', 'weekly'],
    cells: [
      [cell(0.1), cell(0.5, true)],
      [cell(null), cell(0.35)],
    ],
  };

  test('shows levels and the best cell without colour too', () => {
    expect(heatMapLines(map, 80, PLAIN)).toEqual([
      'tolerance  daily     weekly',
      '      1 %  ░ 0.1  x  █◆0.5  x',
      '      2 %    n/a  x  ▓ 0.3  x',
    ]);
  });

  test('goes on below where columns do not fit', () => {
    expect(heatMapLines(map, 20, PLAIN)).toEqual([
      'tolerance  daily',
      '      1 %  ░ 0.1  x',
      '      2 %    n/a  x',
      '',
      'tolerance  weekly',
      '      1 %  █◆0.5  x',
      '      2 %  ▓ 0.3  x',
    ]);
  });

  test('colours from the lowest to the highest, and leaves cells without a value plain', () => {
    const [, first = '', second = ''] = heatMapLines(map, 80, { colour: true, paint: (_, text) => text });
    expect(first).toContain('48;5;167m');
    expect(first).toContain('48;5;78m');
    expect(second.match(/48;5/g)).toHaveLength(1);
  });
});
