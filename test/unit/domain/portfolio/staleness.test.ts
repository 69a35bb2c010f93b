import { sharedSymbols, stalenessOf, parsePortfolio } from '@evenkeel/domain/portfolio';
import { parseTicker } from '@evenkeel/domain/prices';
import { day } from '../../../factories/bars';
import { pairFile, portfolioFile } from '../../../factories/portfolio';
import { seriesOf } from '../../../factories/random-market';

const QQQ = parseTicker('QQQ');
const SQQQ = parseTicker('SQQQ');
const TLT = parseTicker('TLT');
/** A history of two sessions, the second one `last`. */
const until = (ticker: typeof QQQ, last: string) =>
  [ticker, seriesOf(ticker, [1, 1], [1, 1], [day('2024-06-03'), day(last)])] as const;

describe('targets against the calendar', () => {
  test('are behind by the sessions of the exchange, and by whose bars', () => {
    const series = new Map([until(QQQ, '2024-06-28'), until(SQQQ, '2024-06-25')]);
    // From Tuesday the 25th to Friday the 28th; the 29th is a Saturday.
    expect(stalenessOf([QQQ, SQQQ, TLT], series, day('2024-06-25'), day('2024-06-29'))).toEqual({
      expected: '2024-06-28',
      sessionsBehind: 3,
      waitingFor: [
        { symbol: SQQQ, has: '2024-06-25' },
        { symbol: TLT, has: null },
      ],
    });
  });

  test('look at nothing after the date that was asked for', () => {
    const series = new Map([until(QQQ, '2024-06-28')]);
    expect(stalenessOf([QQQ], series, day('2024-06-03'), day('2024-06-03'))).toEqual({
      expected: '2024-06-03',
      sessionsBehind: 0,
      waitingFor: [],
    });
  });
});

test('shared symbols are the legs of several pairs, in the order of the pairs', () => {
  const pairs = [pairFile('TLT', 'TBT'), pairFile('QQQ', 'SQQQ'), pairFile('QQQ', 'PSQ'), pairFile('SPY', 'TBT')];
  expect(sharedSymbols(parsePortfolio(portfolioFile({ pairs }), 'test'))).toEqual(['TBT', 'QQQ']);
});
