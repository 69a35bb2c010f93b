import { tableLines, visibleLength } from '../../../../cli/src/terminal/table';

test('columns are as wide as their widest cell, colour codes not counted', () => {
  const red = '\u001b[31mhold\u001b[39m';
  const lines = tableLines(
    [
      { heading: 'leg', align: 'left' },
      { heading: 'target', align: 'right' },
      { heading: 'action', align: 'left' },
    ],
    [
      ['QQQ', '15.00 %', red],
      ['SQQQ', '5.00 %'],
    ],
  );
  expect(lines).toEqual(['leg    target  action', '────  ───────  ──────', `QQQ   15.00 %  ${red}`, 'SQQQ   5.00 %']);
  expect(visibleLength(red)).toBe(4);
});
