import { parseHoldings, parseMoney } from '../../../../cli/src/files/holdings-file';
import { complaintOf } from '../research/session';

const plain = (text: string) =>
  parseHoldings(text, 'held.csv').map(({ symbol, shares }) => [symbol, shares.toString()]);

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
    ['', /held.csv: is empty; write a CSV file with the first line "symbol,shares", or JSON/],
    [' \n', /is empty/],
    ['symbol,shares\nQQQ', /held.csv line 2: "QQQ" is not symbol,shares/],
    ['symbol,shares\nQQQ,ten', /held.csv line 2: QQQ: "ten" is not a number of shares/],
    ['symbol,shares\nQQQ,-1', /line 2: QQQ: -1 shares; the portfolio is long only/],
    ['symbol,shares\nQQQ,1\nqqq,2', /held.csv line 3: QQQ stands there twice/],
    ['symbol,shares\nQ Q,1', /line 2/],
    ['[1]', /held.csv: 1 is no holding/],
    ['[null]', /is no holding/],
    ['[{"symbol":"QQQ","shares":10,"price":1}]', /is no holding/],
    ['{"QQQ":null}', /held.csv: "QQQ" is null and no number of shares/],
    ['{"holdings":[]}', /"holdings" is \[\] and no number of shares; write \[\{"symbol":"QQQ","shares":10\}\]/],
    ['{"QQQ":1,"QQQ":1}', /held.csv: the key "QQQ" stands twice/],
    ['symbol,shares\nQQQ,1e300', /line 2: QQQ: 1e300 shares; more than there can be/],
    ['{"QQQ":1', /held.csv: is not JSON/],
  ])('refuses %j naming file, line and what is wrong', (text, message) => {
    expect(complaintOf(() => plain(text))).toMatch(message);
  });

  test('amounts are exact and not negative', () => {
    expect(parseMoney('25000.50', '--cash').toString()).toBe('25000.5');
    expect(parseMoney('0', '--cash').toString()).toBe('0');
    expect(parseMoney('1e15', '--cash').toNumber()).toBe(1e15);
    for (const text of ['-1', '1,000', 'NaN', 'Infinity', '', '0x10', '1e400', '1000000000000000.01']) {
      expect(complaintOf(() => parseMoney(text, '--cash'))).toContain('--cash');
    }
  });

  test.each(['null', '5', '"QQQ"', 'true'])('a file named .json that holds %s is judged as JSON', (text) => {
    expect(complaintOf(() => parseHoldings(text, 'held.json'))).toMatch(
      /^held\.json: .* is no list of holdings; write \[/,
    );
  });
});
