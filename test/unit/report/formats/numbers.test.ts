import {
  change,
  count,
  counted,
  money,
  moneyLike,
  percent,
  ratio,
  sessions,
  share,
  shortMoney,
  times,
} from '../../../../shared/report/src/formats/numbers';

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
    [sessions(352), '352.0 sessions'],
    [times(3), '3x'],
    [times(2.5), '2.5x'],
    [times(1e300), '1.00e+300x'],
    [percent()(1e308), '1.00e+310 %'],
    [change(1)(-3e200), '-3.00e+202 %'],
    [change(1)(3e200), '+3.00e+202 %'],
    [ratio()(1e21), '1.00e+21'],
    [money(1e308), '1.00e+308'],
    [shortMoney(-1e308), '-1.00e+308'],
    [count(1e300), '1.00e+300'],
    [share(0.1), '10 %'],
    [share(0.125), '12.5 %'],
    [share(1e-9), '1e-7 %'],
    [share(1e308), '1.00e+310 %'],
  ])('%s', (printed, expected) => {
    expect(printed).toBe(expected);
  });

  test('the amounts of a column have one unit, that of the largest', () => {
    const amounts = [-9734.31, 2036.01, 10_554.2, 0];
    expect(amounts.map(moneyLike(amounts))).toEqual(['-9.73 k', '2.04 k', '10.55 k', '0.00 k']);
    const small = [-9734.31, 2036.01, null];
    expect(small.map(moneyLike(small))).toEqual(['-9,734.31', '2,036.01', 'n/a']);
    const absurd = [1e308, 1, 0];
    expect(absurd.map(moneyLike(absurd))).toEqual(['1.00e+308', '1.00e+0', '0']);
  });

  test('a figure without a value is said to have none', () => {
    for (const print of [percent(), change(), share, ratio(), money, shortMoney, count, sessions, times]) {
      expect([null, undefined, Number.NaN, Infinity].map(print)).toEqual(['n/a', 'n/a', 'n/a', 'n/a']);
    }
  });
});
