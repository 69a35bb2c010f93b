import { parseSessionDate } from '@evenkeel/domain/calendar';
import { parseTicker } from '@evenkeel/domain/prices';
import type { PricePathReader, StoredPaths } from '@evenkeel/dynamo/prices';
import { sharedPrices } from '../../../../services/strategy/src/recompute/shared-prices';
import { fundSeries, idealInverse } from '../../../factories/funds';
import { pathReaderOf } from '../../../factories/portfolio-prices';
import { storedMarket } from '../../../factories/stored-bars';

const returns = [0.01, -0.02, 0.03];
const market = storedMarket([
  fundSeries('QQQ', returns),
  idealInverse('SQQQ', returns, 3),
  fundSeries('SPY', returns.slice(1)),
]);
const [QQQ, SQQQ, SPY] = ['QQQ', 'SQQQ', 'SPY'].map((symbol) => parseTicker(symbol));
if (!QQQ || !SQQQ || !SPY) throw new Error('three symbols');

/** Each symbol's item that holds no bar, later symbols earlier. */
const poisoned = (reader: PricePathReader): PricePathReader => ({
  pathsOf: async (tickers, from): Promise<StoredPaths> => {
    const read = await reader.pathsOf(tickers, from);
    const unreadable = tickers.map((ticker) => ({
      ticker,
      session: parseSessionDate(ticker === 'SPY' ? '2014-01-02' : '2014-01-03'),
      attribute: 'open',
    }));
    return { ...read, unreadable, strangers: tickers.map((ticker) => `${ticker} x`) };
  },
});

test('answers as its reader does, whatever has been read before', async () => {
  const reader = pathReaderOf(() => market);
  const shared = sharedPrices(reader);
  for (const tickers of [[QQQ, SQQQ], [SPY, QQQ], [SPY], []]) {
    expect(await shared.pathsOf(tickers)).toEqual(await reader.pathsOf(tickers));
    const from = parseSessionDate('2015-01-05');
    expect(await shared.pathsOf(tickers, from)).toEqual(await reader.pathsOf(tickers, from));
  }
});

test('reads each symbol from each session once, also for those who ask at the same time', async () => {
  const reads: string[] = [];
  const reader = pathReaderOf(() => market);
  const shared = sharedPrices({
    pathsOf: (tickers, from) => {
      reads.push(`${tickers.join()} ${from ?? ''}`);
      return reader.pathsOf(tickers, from);
    },
  });
  const from = parseSessionDate('2015-01-05');
  await Promise.all([shared.pathsOf([QQQ, SQQQ]), shared.pathsOf([SQQQ, SPY]), shared.pathsOf([SQQQ], from)]);
  await shared.pathsOf([SPY, SQQQ, QQQ]);
  expect(reads.sort()).toEqual(['QQQ ', 'SPY ', 'SQQQ ', 'SQQQ 2015-01-05']);
});

test('names what holds no bar of the symbols that were asked for alone, by session', async () => {
  const shared = sharedPrices(poisoned(pathReaderOf(() => market)));
  await shared.pathsOf([SQQQ]);
  const { unreadable, strangers } = await shared.pathsOf([QQQ, SPY]);
  expect(unreadable.map(({ ticker }) => ticker)).toEqual(['SPY', 'QQQ']);
  expect(strangers).toEqual(['QQQ x', 'SPY x']);
});
