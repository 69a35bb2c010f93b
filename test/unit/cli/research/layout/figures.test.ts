import { change, count, counted, days, money, percent, ratio, sessions, shortMoney, times } from '../../../../../cli/src/research/layout/figures';

describe('figures with their units', () => {
  test.each([
    [percent()(0.12345), '12.35 %'],
    [percent(0)(1), '100 %'],
    [change()(0.8022), '+80.22 %'],
    [change()(-0.1866), '-18.66 %'],
    [change()(0.000001), '0.00 %'],
    [ratio()(0.8211324), '0.821'],
    [ratio()(-0.0001), '0.000'],
    [money(180222355.92), '180,222,355.92'],
    [money(-1234.5), '-1,234.50'],
    [money(-0.001), '0.00'],
    [money(999), '999.00'],
    [shortMoney(180222355.92), '180.22 M'],
    [shortMoney(-2.5e9), '-2.50 G'],
    [shortMoney(12345), '12.35 k'],
    [shortMoney(123.456), '123.46'],
    [count(1760), '1,760'],
    [counted(1, 'session'), '1 session'],
    [counted(1234567, 'session'), '1,234,567 sessions'],
    [days(412), '412 days'],
    [sessions(352), '352.0 sessions'],
    [times(3), '3x'],
    [times(2.5), '2.5x'],
  ])('%s', (printed, expected) => {
    expect(printed).toBe(expected);
  });

  test('a figure without a value is said to have none', () => {
    for (const print of [percent(), change(), ratio(), money, shortMoney, count, days, sessions, times]) {
      expect([null, undefined, Number.NaN, Infinity].map(print)).toEqual(['n/a', 'n/a', 'n/a', 'n/a']);
    }
  });
});
