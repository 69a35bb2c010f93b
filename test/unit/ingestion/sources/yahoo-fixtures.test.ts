import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { asTradedBars, parseTicker, type VendorHistory } from '@evenkeel/domain/prices';
import { openSource, type FetchOptions } from '@evenkeel/ingestion/sources';
import { failureOf } from '../../../support/failure';
import { describeWithSharedData, SHARED_DATA } from '../../../support/shared-data';
import { recorded } from '../../../support/yahoo-misbehaviour';
import { startYahooServer, type YahooServer } from '../../../support/yahoo-server';

const column = z.array(z.nullable(z.number()));
const recording = z.object({
  chart: z.object({
    result: z.tuple([
      z.object({
        timestamp: z.array(z.number()),
        indicators: z.object({
          quote: z.tuple([z.object({ open: column, high: column, low: column, close: column, volume: column })]),
        }),
      }),
    ]),
  }),
});

const FIXTURES = join(SHARED_DATA, 'yahoo-fixtures');

describeWithSharedData('recorded answers of Yahoo, through the real library', () => {
  let yahoo: YahooServer;
  beforeAll(async () => (yahoo = await startYahooServer({ now: '2026-03-25T00:00:00Z' })));
  afterAll(() => yahoo.stop());
  beforeEach(() => yahoo.behave());

  const text = (file: string): string => readFileSync(join(FIXTURES, file), 'utf8');

  function replay(symbol: string, body: string, status = 200, options: FetchOptions = {}): Promise<VendorHistory> {
    yahoo.misbehave('*', recorded(status, body));
    return openSource('yahoo', { yahooUrl: yahoo.url, policy: { attempts: 1 } }).fetch(parseTicker(symbol), options);
  }

  const DAILY = [
    ['SPY', 'chart-SPY-5y-1d-market-open.json'],
    ['BTC-USD', 'chart-BTC-USD-5y-1d-in-progress.json'],
    ['AAPL', 'chart-AAPL-split-and-dividend.json'],
    ['MSFT', 'chart-MSFT-1y-4-dividends.json'],
    ['NVDA', 'chart-NVDA-1y-split.json'],
    ['QQQ', 'chart-QQQ-one-bar.json'],
    ['AAPL', 'chart-AAPL-6mo-after-close.json'],
    ['GS2C.DE', 'chart-GS2C.DE-5d-dst-change.json'],
  ] as const;

  test('every recording is replayed here', () => {
    const replayed = [
      ...DAILY.map(([, file]) => file),
      'chart-AAPL-1m-weekend-no-timestamp.json',
      'chart-VFINX-capital-gains-3mo.json',
      'error-404-not-found.json',
      'error-400-no-data-in-range.json',
      'error-429-edge-too-many-requests.txt',
      'README.md',
    ];
    expect(readdirSync(FIXTURES).toSorted()).toEqual(replayed.toSorted());
  });

  test.each(DAILY)('%s, %s: each row in its place, each number as it was sent', async (symbol, file) => {
    const [sent] = recording.parse(JSON.parse(text(file))).chart.result;
    const [quote] = sent.indicators.quote;
    const { rows } = await replay(symbol, text(file));
    expect(rows).toHaveLength(sent.timestamp.length);
    for (const field of ['open', 'high', 'low', 'close', 'volume'] as const) {
      expect(rows.map((row) => row[field]?.toNumber() ?? null)).toEqual(quote[field]);
    }
    expect(asTradedBars(await replay(symbol, text(file))).length).toBeGreaterThan(0);
  });

  test('SPY with the market open: today twice, first without a close, then the live quote', async () => {
    const { rows, dividends } = await replay('SPY', text('chart-SPY-5y-1d-market-open.json'));
    expect(rows).toHaveLength(1257);
    expect(rows.slice(-3).map(({ session, close }) => [session, close?.toFixed(3) ?? null])).toEqual([
      ['2026-03-23', '655.380'],
      ['2026-03-24', null],
      ['2026-03-24', '653.875'],
    ]);
    expect(dividends).toHaveLength(20);
  });

  test('BTC-USD: every day of the week, dates in UTC, no events', async () => {
    const history = await replay('BTC-USD', text('chart-BTC-USD-5y-1d-in-progress.json'));
    expect(history.rows).toHaveLength(1828);
    expect(history.rows.at(-1)?.session).toBe('2026-03-24');
    expect(history.dividends.length + history.splits.length).toBe(0);
  });

  test('AAPL 2020: a 4:1 split, a dividend, and sessions on both sides of the clock change', async () => {
    const { rows, dividends, splits } = await replay('AAPL', text('chart-AAPL-split-and-dividend.json'));
    expect(splits.map(({ session, ratio }) => [session, ratio.toNumber()])).toEqual([['2020-08-31', 4]]);
    expect(dividends.map(({ session, amount }) => [session, amount.toNumber()])).toEqual([['2020-11-06', 0.205]]);
    expect(
      rows.map(({ session }) => session).filter((session) => session >= '2020-10-29' && session <= '2020-11-03'),
    ).toEqual(['2020-10-29', '2020-10-30', '2020-11-02', '2020-11-03']);
  });

  test('NVDA 2021: the split inside the range is told', async () => {
    const { splits } = await replay('NVDA', text('chart-NVDA-1y-split.json'));
    expect(splits.map(({ session, ratio }) => [session, ratio.toNumber()])).toEqual([['2021-07-20', 4]]);
  });

  test('MSFT: four dividends', async () => {
    expect((await replay('MSFT', text('chart-MSFT-1y-4-dividends.json'))).dividends).toHaveLength(4);
  });

  test('AAPL after the close: the last row belongs to its own session', async () => {
    const { rows } = await replay('AAPL', text('chart-AAPL-6mo-after-close.json'));
    expect(new Set(rows.map(({ session }) => session)).size).toBe(127);
  });

  test('GS2C.DE: five sessions in the zone of Xetra, across a clock change', async () => {
    const { rows } = await replay('GS2C.DE', text('chart-GS2C.DE-5d-dst-change.json'));
    expect(rows.map(({ session }) => session)).toEqual([
      '2025-10-23',
      '2025-10-24',
      '2025-10-27',
      '2025-10-28',
      '2025-10-29',
    ]);
  });

  test('VFINX: quarterly bars are no sessions', async () => {
    const error = await failureOf(replay('VFINX', text('chart-VFINX-capital-gains-3mo.json')));
    expect(error.code).toBe('vendor-unavailable');
    expect(error.message).toContain('bars of 3mo');
  });

  test('VFINX: capital gains beside 164 dividends change nothing', async () => {
    const body = text('chart-VFINX-capital-gains-3mo.json').replace(
      '"dataGranularity":"3mo"',
      '"dataGranularity":"1d"',
    );
    expect((await replay('VFINX', body)).dividends).toHaveLength(164);
  });

  test.each([
    ['a weekend', 'chart-AAPL-1m-weekend-no-timestamp.json', 200, 'vendor-unavailable', 'AAPL'],
    ['404', 'error-404-not-found.json', 404, 'vendor-refused', 'symbol may be delisted'],
    ['400', 'error-400-no-data-in-range.json', 400, 'vendor-refused', "Data doesn't exist for startDate"],
    ['429', 'error-429-edge-too-many-requests.txt', 429, 'vendor-unavailable', 'Edge: Too Many Requests'],
  ])('%s is a typed error', async (_, file, status, code, message) => {
    const error = await failureOf(replay('AAPL', text(file), status));
    expect(error.code).toBe(code);
    expect(error.message).toContain(message);
  });
});
