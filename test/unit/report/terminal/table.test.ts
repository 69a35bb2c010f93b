import { visibleLength } from '@evenkeel/report/terminal';
import { tableLines } from '../../../../shared/report/src/terminal/table';

const red = '\u001b[31mhold\u001b[39m';
const columns = [
  { heading: 'leg', kind: 'name' },
  { heading: 'target', kind: 'figure' },
  { heading: 'action', kind: 'text' },
] as const;
const rows = [
  ['QQQ', '15.00 %', red],
  ['SQQQ', '5.00 %'],
];

describe('a table', () => {
  test('has columns as wide as their widest cell, colour codes not counted', () => {
    expect(tableLines(columns, rows, { ruled: true, gap: 2 })).toEqual([
      'leg    target  action',
      '────  ───────  ──────',
      `QQQ   15.00 %  ${red}`,
      'SQQQ   5.00 %',
    ]);
    expect(visibleLength(red)).toBe(4);
  });

  test('without a rule has no headings where there are none', () => {
    const unnamed = columns.map(({ kind }) => ({ heading: '', kind }));
    expect(tableLines(unnamed, rows, { ruled: false, gap: 1 })).toEqual([`QQQ  15.00 % ${red}`, 'SQQQ  5.00 %']);
  });
});
