import { riskFreeLine } from '../../../../shared/report/src/pages/risk-free';

const span = { first: '2019-01-02', last: '2019-01-03' };

test('the risk-free rate is said in words', () => {
  expect(riskFreeLine(0, new Float64Array(2), span)).toBe('risk-free rate 0');
  expect(riskFreeLine(0.02, new Float64Array(2), span)).toBe('risk-free rate 2 % a year');
  // (1 + 0.0001)^252 - 1 = 2.552 %
  expect(riskFreeLine('rates.csv', Float64Array.of(0.0001, 0.0001), span)).toBe(
    'risk-free rates of rates.csv: mean 0.0100 % a session, 2.55 % a year, from 2019-01-02 to 2019-01-03',
  );
});
