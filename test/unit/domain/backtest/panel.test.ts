import { isAppError } from '@evenkeel/domain';
import { parseSessionDate } from '@evenkeel/domain/calendar';
import { buildPanel, type PanelRange } from '@evenkeel/domain/backtest';
import { parsePortfolio, type Portfolio } from '@evenkeel/domain/portfolio';
import { parseTicker, type Series, type Ticker } from '@evenkeel/domain/prices';
import { pairFile, portfolioFile } from '../../../factories/portfolio';
import { seriesOf, weekdays } from '../../../factories/random-market';

const DAYS = weekdays(10);
const ticker = (symbol: string): Ticker => parseTicker(symbol);

/** Ten weekdays at a constant price, without the days at `missing`. */
function flat(symbol: string, missing: readonly number[] = []): [Ticker, Series] {
  const sessions = DAYS.filter((_, at) => !missing.includes(at));
  return [
    ticker(symbol),
    seriesOf(
      ticker(symbol),
      sessions.map(() => 100),
      undefined,
      sessions,
    ),
  ];
}

const portfolioWith = (changes: Record<string, unknown>): Portfolio => parsePortfolio(portfolioFile(changes), 'test');
const onePair = portfolioWith({});
const withBenchmark = portfolioWith({ benchmark: 'SPY' });

function refusal(portfolio: Portfolio, series: readonly [Ticker, Series][], range?: PanelRange): string {
  try {
    buildPanel(portfolio, new Map(series), range);
  } catch (error) {
    if (isAppError(error)) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'was accepted';
}

describe('buildPanel', () => {
  it('keeps the sessions that every leg has, and names the others with the symbols that lack them', () => {
    const panel = buildPanel(onePair, new Map([flat('QQQ', [3]), flat('SQQQ', [3, 5])]));
    expect(panel.sessions).toEqual(DAYS.filter((_, at) => at !== 3 && at !== 5));
    expect(panel.droppedSessions).toBe(1);
    expect(panel.dropped).toEqual([{ session: DAYS[5], missing: ['SQQQ'] }]);
  });

  it('takes both bounds of the range in, and counts nothing outside it', () => {
    const panel = buildPanel(onePair, new Map([flat('QQQ', [1]), flat('SQQQ')]), { from: DAYS[2], to: DAYS[6] });
    expect(panel.sessions).toEqual(DAYS.slice(2, 7));
    expect(panel.droppedSessions).toBe(0);
  });

  it('does not ask the benchmark which sessions there are', () => {
    const more = portfolioWith({ benchmark: 'SPY' });
    const legs = [flat('QQQ', [4]), flat('SQQQ', [4])];
    expect(buildPanel(more, new Map([...legs, flat('SPY')])).droppedSessions).toBe(0);
    expect(buildPanel(more, new Map([...legs, flat('SPY', [4])])).benchmark?.close).toHaveLength(9);
  });

  it('builds indices from the first bar of the series, also where the range begins later', () => {
    const growing = seriesOf(
      ticker('QQQ'),
      DAYS.map((_, at) => 100 * 2 ** at),
      DAYS.map((_, at) => 50 * 2 ** at),
    );
    const panel = buildPanel(onePair, new Map([[ticker('QQQ'), growing], flat('SQQQ')]), { from: DAYS[2] });
    expect([...(panel.pairs[0]?.base.close ?? [])].slice(0, 3)).toEqual([4, 8, 16]);
    expect([...(panel.pairs[0]?.base.open ?? [])].slice(0, 3)).toEqual([2, 4, 8]);
  });

  it('has the leverage of each session', () => {
    const stepped = portfolioWith({
      pairs: [
        pairFile('QQQ', 'SQQQ', [
          { from: '2018-01-03', ratio: 3 },
          { from: '2018-01-05', ratio: 2 },
        ]),
      ],
    });
    const panel = buildPanel(stepped, new Map([flat('QQQ'), flat('SQQQ')]));
    expect([...(panel.pairs[0]?.ratio ?? [])].slice(0, 6)).toEqual([3, 3, 3, 3, 2, 2]);
  });

  it('names the symbols that are legs of two pairs', () => {
    const shared = portfolioWith({ pairs: [pairFile('QQQ', 'SQQQ'), pairFile('SMH', 'SQQQ')] });
    expect(buildPanel(shared, new Map([flat('QQQ'), flat('SQQQ'), flat('SMH')])).sharedSymbols).toEqual(['SQQQ']);
    expect(buildPanel(onePair, new Map([flat('QQQ'), flat('SQQQ')])).sharedSymbols).toEqual([]);
  });

  it.each<[what: string, message: string, made: string]>([
    ['a symbol without series', 'bad-data: SQQQ: no prices', refusal(onePair, [flat('QQQ')])],
    [
      'a series without bars',
      'bad-data: SQQQ: no prices',
      refusal(onePair, [flat('QQQ'), flat('SQQQ', [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])]),
    ],
    [
      'a range that ends before it begins',
      'bad-input: range 2018-01-05 to 2018-01-02',
      refusal(onePair, [flat('QQQ'), flat('SQQQ')], { from: DAYS[4], to: DAYS[1] }),
    ],
    [
      'a range without common sessions',
      'bad-data: range 2019-01-01 to end: no session on which every symbol has a bar; all of them have bars from 2018-01-01 to 2018-01-12',
      refusal(onePair, [flat('QQQ'), flat('SQQQ')], { from: parseSessionDate('2019-01-01') }),
    ],
    [
      'symbols that never traded side by side',
      'bad-data: range start to end: no session on which every symbol has a bar; QQQ ends on 2018-01-03, before SQQQ begins on 2018-01-04; leave one of them out',
      refusal(onePair, [flat('QQQ', [3, 4, 5, 6, 7, 8, 9]), flat('SQQQ', [0, 1, 2])]),
    ],
    [
      'a benchmark with gaps',
      'bad-data: benchmark SPY: no bar on 2 of 10 sessions (2018-01-03, 2018-01-08)',
      refusal(withBenchmark, [flat('QQQ'), flat('SQQQ'), flat('SPY', [2, 5])]),
    ],
    [
      'a benchmark with a single gap',
      'bad-data: benchmark SPY: no bar on 1 of 10 sessions (2018-01-03)',
      refusal(withBenchmark, [flat('QQQ'), flat('SQQQ'), flat('SPY', [2])]),
    ],
    ['a benchmark without series', 'bad-data: SPY: no prices', refusal(withBenchmark, [flat('QQQ'), flat('SQQQ')])],
    [
      'a window longer than the data',
      'bad-data: the trend window of 10 sessions is longer than the data: 10 sessions from 2018-01-01 to 2018-01-12 have 9 returns',
      refusal(portfolioWith({ allocation: { method: 'trend', window: 10 } }), [flat('QQQ'), flat('SQQQ')]),
    ],
    [
      'regimes that are never defined',
      'bad-data: the regime window of 21 sessions is longer than the data',
      refusal(portfolioWith({ regimeFilter: { pairs: { 'QQQ/SQQQ': [{ volatility: 'high' }] } } }), [
        flat('QQQ'),
        flat('SQQQ'),
      ]),
    ],
  ])('refuses %s', (_what, message, made) => {
    expect(made).toContain(message);
  });

  it('takes a window that the data just fill', () => {
    const filled = portfolioWith({ allocation: { method: 'trend', window: 9 } });
    expect(buildPanel(filled, new Map([flat('QQQ'), flat('SQQQ')])).sessions).toHaveLength(10);
  });
});
