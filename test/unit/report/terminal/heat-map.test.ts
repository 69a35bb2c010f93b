import type { HeatCell, HeatMap } from '@evenkeel/report';
import { PLAIN } from '@evenkeel/report/terminal';
import { heatMapLines } from '../../../../shared/report/src/terminal/heat-map';

const cell = (value: number | null, best = false): HeatCell => ({
  text: value === null ? 'n/a' : value.toFixed(1),
  value,
  note: 'x',
  mark: best ? '◆' : '',
});
const map: HeatMap = {
  kind: 'heat-map',
  corner: 'tolerance',
  rows: ['1 %', '2 %'],
  columns: ['daily', 'weekly'],
  cells: [
    [cell(0.1), cell(0.5, true)],
    [cell(null), cell(0.35)],
  ],
};

describe('heat map', () => {
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

  test('leaves notes out and breaks names where one column alone is too wide', () => {
    const named = { ...map, columns: ['daily close', 'never'] };
    expect(heatMapLines(named, 17, PLAIN)).toEqual([
      'tolerance  daily',
      '           close',
      '      1 %  ░ 0.1',
      '      2 %    n/a',
      '',
      'tolerance  never',
      '      1 %  █◆0.5',
      '      2 %  ▓ 0.3',
    ]);
  });

  test('colours from the lowest to the highest, and leaves cells without a value plain', () => {
    const [, first = '', second = ''] = heatMapLines(map, 80, { colour: true, paint: (_, text) => text });
    expect(first).toContain('48;5;167m');
    expect(first).toContain('48;5;78m');
    expect(second.match(/48;5/g)).toHaveLength(1);
  });
});
