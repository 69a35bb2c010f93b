import { parseHoldings, parseMoney } from '../../../../cli/src/research/holdings-file';
import { complaintOf } from './session';

const plain = (text: string) => parseHoldings(text, 'held.csv').map(({ symbol, shares }) => [symbol, shares.toString()]);

describe('a holdings file', () => {
  test('reads CSV and both kinds of JSON alike, exactly', () => {
    const expected = [
      ['QQQ', '10'],
      ['SQQQ', '0.123456789012345678'],
    ];
    expect(plain('symbol,shares\r\nqqq, 10\n\nSQQQ,0.123456789012345678\n')).toEqual(expected);
    expect(plain('[{"symbol":"QQQ","shares":10},{"symbol":"SQQQ","shares":"0.123456789012345678"}]')).toEqual(expected);
    expect(plain('{"QQQ": 10, "SQQQ": "0.123456789012345678"}')).toEqual(expected);
    expect(plain('symbol,shares\n')).toEqual([]);
  });

  test.each([
    ['ticker,n\nQQQ,1', /held.csv: the first line must be "symbol,shares"/],
    ['', /first line must be/],
    ['symbol,shares\nQQQ', /held.csv line 2: "QQQ" is not symbol,shares/],
    ['symbol,shares\nQQQ,ten', /held.csv line 2: QQQ: "ten" is not a number of shares/],
    ['symbol,shares\nQQQ,-1', /line 2: QQQ: -1 shares; the portfolio is long only/],
    ['symbol,shares\nQQQ,1\nqqq,2', /held.csv line 3: QQQ stands there twice/],
    ['symbol,shares\nQ Q,1', /line 2/],
    ['[1]', /held.csv: 1 is no holding/],
    ['[null]', /is no holding/],
    ['[{"symbol":"QQQ","shares":10,"price":1}]', /is no holding/],
    ['{"QQQ":null}', /is no holding/],
    ['{"QQQ":1', /held.csv: not JSON/],
  ])('refuses %j naming file, line and what is wrong', (text, message) => {
    expect(complaintOf(() => plain(text))).toMatch(message);
  });

  test('amounts are exact and not negative', () => {
    expect(parseMoney('25000.50', '--cash').toString()).toBe('25000.5');
    expect(parseMoney('0', '--cash').toString()).toBe('0');
    for (const text of ['-1', '1,000', 'NaN', 'Infinity', '', '0x10']) {
      expect(complaintOf(() => parseMoney(text, '--cash'))).toContain('--cash');
    }
  });
});
