import { parseGrid, parseSteps } from '../../../../cli/src/research/grid';
import { complaintOf } from './session';
import { presets } from '../../../factories/portfolio';

describe('the grid of a sweep', () => {
  test('a range has both its ends, in round numbers', () => {
    expect(parseSteps('--tolerance', '0.01:0.2:0.01')).toHaveLength(20);
    expect(parseSteps('--tolerance', '0.1:0.3:0.1')).toEqual([0.1, 0.2, 0.3]);
    expect(parseSteps('--tolerance', '0.1:0.25:0.1')).toEqual([0.1, 0.2]);
    expect(parseSteps('--tolerance', '0.1:0.1:0.1')).toEqual([0.1]);
  });

  test('a list is sorted and without repetition', () => {
    expect(parseSteps('--tolerance', '0.2,0.05,0.2')).toEqual([0.05, 0.2]);
  });

  test('0, the calendar, may be a value but no step', () => {
    expect(parseSteps('--tolerance', '0,0.1')).toEqual([0, 0.1]);
    expect(parseSteps('--tolerance', '0:0.1:0.05')).toEqual([0, 0.05, 0.1]);
  });

  test.each([
    '',
    '-0.1',
    'abc',
    '0.1:0.2',
    '0.2:0.1:0.01',
    '0.1:0.2:0',
    '0.1:0.2:0.01:1',
    'Infinity',
    '0.1,,0.2',
    '0.1:0.2:1e-9',
    '0x10',
    '0b1',
    '0o7',
    '1_0',
  ])('refuses "%s" naming the option', (text) => {
    expect(complaintOf(() => parseSteps('--tolerance', text))).toContain('--tolerance');
  });

  test('what is not named stays as the portfolio has it', () => {
    expect(parseGrid({ tolerance: '0.1', check: 'weekly, monthly,weekly' }, presets.hedged)).toEqual({
      tolerance: [0.1],
      check: ['weekly', 'monthly'],
      scope: ['pair'],
      fill: ['close'],
    });
  });

  test('an unknown choice is refused with the known ones', () => {
    expect(() => parseGrid({ tolerance: '0.1', fill: 'open' }, presets.classic)).toThrow(
      /--fill open: "open" is none of close, next-open, next-close/,
    );
  });

  test('a tolerance that no drift can pass is refused, by the measure of the portfolio', () => {
    expect(() => parseGrid({ tolerance: '0.1,10' }, presets.classic)).toThrow(
      '--tolerance 0.1,10: is 10; write a share of NAV from 0 to 1: 10 % is 0.10',
    );
    expect(parseGrid({ tolerance: '2' }, presets.hedged).tolerance).toEqual([2]);
    expect(() => parseGrid({ tolerance: '3.5' }, presets.hedged)).toThrow(/never more than 3 times its value/);
  });

  test('too many cells are refused', () => {
    expect(() => parseGrid({ tolerance: '0.00001:0.9:0.00001', check: 'daily,weekly' }, presets.classic)).toThrow(
      /180,000 cells are too many; 100,000 cells are the most/,
    );
  });
});
