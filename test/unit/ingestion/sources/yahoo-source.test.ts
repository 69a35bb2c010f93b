import { Decimal } from 'decimal.js';
import { AppError } from '@evenkeel/domain';
import { parseSessionDate, sessionOnOrBefore } from '@evenkeel/domain/calendar';
import { parseTicker, type VendorHistory } from '@evenkeel/domain/prices';
import { THIS_MACHINE } from '@evenkeel/dynamo/pacing';
import { openSource, probeYahoo, type FetchOptions, type RequestPolicy } from '@evenkeel/ingestion/sources';
import { vendorHistory } from '../../../factories/vendor-history';
import { failureOf } from '../../../support/failure';
import { withCells } from '../../../support/vendor-edits';
import {
  chartNull,
  consentPage,
  cutOff,
  downPage,
  edited,
  noTimestamps,
  notFound,
  rangeBeforeListing,
  rateLimited,
  recorded,
  resultNull,
  serverError,
  stall,
  stallInBody,
  truncated,
  type Misbehaviour,
} from '../../../support/yahoo-misbehaviour';
import { startYahooServer, type YahooServer } from '../../../support/yahoo-server';

const QQQ = parseTicker('QQQ');
const AFTER_CLOSE = '2024-06-14T22:00:00Z';
const SESSIONS = ['2024-06-10', '2024-06-11', '2024-06-12', '2024-06-13', '2024-06-14'];

let yahoo: YahooServer;
let pauses: number[];
let printed: jest.SpyInstance[];

beforeEach(async () => {
  pauses = [];
  printed = (['log', 'info', 'warn', 'error', 'dir', 'debug'] as const).map((method) => jest.spyOn(console, method));
  yahoo = await startYahooServer({ now: AFTER_CLOSE, histories: [vendorHistory('QQQ', SESSIONS)] });
});

afterEach(async () => {
  await yahoo.stop();
  for (const method of printed) expect(method).not.toHaveBeenCalled();
  jest.restoreAllMocks();
});

async function ask(options: FetchOptions = {}, policy: Partial<RequestPolicy> = {}): Promise<VendorHistory> {
  const pause = (ms: number): Promise<void> => {
    pauses.push(ms);
    return Promise.resolve();
  };
  return openSource('yahoo', {
    yahooUrl: yahoo.url,
    policy: { attempts: 3, timeoutMs: 5_000, ...policy },
    machine: { ...THIS_MACHINE, pause },
  }).fetch(QQQ, options);
}

describe('what Yahoo is asked', () => {
  test('everything up to the real present, daily, with dividends and splits', async () => {
    await ask();
    expect(yahoo.requests).toHaveLength(1);
    const [request] = yahoo.requests;
    expect(request).toMatchObject({ symbol: 'QQQ', period1: 0, interval: '1d', events: 'div|split' });
    expect(request?.period2).toBeGreaterThan(Date.now() / 1000);
  });

  test('narrowed, a day more than wanted, and then cut', async () => {
    const { rows } = await ask({ from: parseSessionDate('2024-06-12') });
    expect(yahoo.requests[0]?.period1).toBe(Date.parse('2024-06-11') / 1000);
    expect(rows.map(({ session }) => session)).toEqual(SESSIONS.slice(2));
  });

  test('under a base URL with a path of its own', async () => {
    const asked: string[] = [];
    const answer: typeof fetch = (input) => {
      asked.push(input instanceof Request ? input.url : input.toString());
      return Promise.resolve(new Response('{}', { status: 404 }));
    };
    const source = openSource('yahoo', { yahooUrl: 'https://proxy.example/yahoo/', fetch: answer });
    expect(await failureOf(source.fetch(QQQ))).toMatchObject({ code: 'vendor-refused' });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatch(/^https:\/\/proxy\.example\/yahoo\/v8\/finance\/chart\/QQQ\?/);
  });

  test('a base URL that is none is refused at once', () => {
    expect(() => openSource('yahoo', { yahooUrl: 'localhost' })).toThrow(
      /EVENKEEL_YAHOO_URL: "localhost" is not a URL/,
    );
  });
});

describe('what is read of an answer', () => {
  test('numbers by their shortest text, null as null', async () => {
    yahoo.serve(withCells('2024-06-12', { open: '129.0399932861328', close: null })(yahoo.lifeOf('QQQ')));
    const { rows } = await ask();
    expect(rows[2]?.open?.toFixed()).toBe('129.0399932861328');
    expect(rows[2]?.close).toBeNull();
  });

  test('a row that is null throughout', async () => {
    yahoo.serve(
      withCells('2024-06-12', { open: null, high: null, low: null, close: null, volume: null })(yahoo.lifeOf('QQQ')),
    );
    expect((await ask()).rows[2]).toEqual({
      session: '2024-06-12',
      open: null,
      high: null,
      low: null,
      close: null,
      volume: null,
    });
  });

  test('today twice while the market is open, both under the session of today', async () => {
    yahoo.setNow('2024-06-14T17:31:00Z');
    const { rows } = await ask();
    expect(rows.map(({ session }) => session)).toEqual([...SESSIONS, '2024-06-14']);
    expect(rows[4]?.close).toBeNull();
    expect(rows[5]?.close).not.toBeNull();
  });

  test('today under its own session when the row is stamped with the last trade', async () => {
    const { rows } = await ask();
    expect(rows.map(({ session }) => session)).toEqual(SESSIONS);
  });

  test('nothing of today before the open', async () => {
    yahoo.setNow('2024-06-14T13:29:00Z');
    expect((await ask()).rows.map(({ session }) => session)).toEqual(SESSIONS.slice(0, 4));
  });

  test.each([
    ['spring', ['2024-03-08', '2024-03-11']],
    ['autumn', ['2024-11-01', '2024-11-04']],
  ])('sessions on both sides of the clock change in %s, although one offset is told for all', async (_, sessions) => {
    yahoo.setNow('2024-12-01T22:00:00Z');
    yahoo.serve(vendorHistory('QQQ', sessions));
    expect((await ask()).rows.map(({ session }) => session)).toEqual(sessions);
  });

  test('stamps at midnight in the zone of the exchange, of a market that never closes', async () => {
    const midnight = Date.parse('2024-06-12T00:00:00Z') / 1000;
    yahoo.misbehave(
      'QQQ',
      edited((result) => {
        result.meta.exchangeTimezoneName = 'UTC';
        result.timestamp = [0, 1, 2, 3, 4].map((day) => midnight + day * 86_400);
      }),
    );
    expect((await ask()).rows.map(({ session }) => session)).toEqual([
      '2024-06-12',
      '2024-06-13',
      '2024-06-14',
      '2024-06-15',
      '2024-06-16',
    ]);
  });

  test('a split as the exact ratio of its two numbers, a dividend by its ex-date', async () => {
    const [dividend, split] = [new Decimal('0.61234'), new Decimal('1.231')];
    const life = yahoo.lifeOf('QQQ');
    yahoo.serve({
      ...life,
      dividends: [{ session: parseSessionDate('2024-06-11'), amount: dividend }],
      splits: [{ session: parseSessionDate('2024-06-13'), ratio: split }],
    });
    const history = await ask();
    expect(history.dividends.map(({ session, amount }) => [session, amount.toFixed()])).toEqual([
      ['2024-06-11', '0.61234'],
    ]);
    expect(history.splits.map(({ session, ratio }) => [session, ratio.toFixed()])).toEqual([['2024-06-13', '1.231']]);
  });

  test('nothing of meta that Yahoo leaves out for some symbols', async () => {
    yahoo.misbehave(
      'QQQ',
      edited((result) => {
        result.meta = { exchangeTimezoneName: 'America/New_York', dataGranularity: '1d', currency: null, aNewKey: {} };
      }),
    );
    expect((await ask()).rows).toHaveLength(5);
  });

  test('capital gains and other events are left alone', async () => {
    yahoo.misbehave(
      'QQQ',
      edited((result) => {
        Object.assign(result, { events: { capitalGains: { 1: { amount: 1.5, date: 1718112600 } } } });
      }),
    );
    expect(await ask()).toMatchObject({ dividends: [], splits: [] });
  });
});

describe('what Yahoo does instead of answering', () => {
  const HELPLESS: readonly [string, Misbehaviour, RegExp][] = [
    ['404', notFound, /QQQ: Yahoo has no prices for it \(404: No data found, symbol may be delisted\)/],
    ['400 for a range before the listing', rangeBeforeListing, /400: Data doesn't exist for startDate/],
    [
      '401',
      recorded(401, '{"finance":{"result":null,"error":{"code":"Unauthorized","description":"Invalid Crumb"}}}'),
      /401: Invalid Crumb/,
    ],
    ['an HTML consent page', consentPage, /consent page/],
    [
      'an error about the symbol under status 200',
      recorded(200, '{"chart":{"result":null,"error":{"code":"Not Found","description":"No data"}}}'),
      /No data/,
    ],
  ];
  test.each(HELPLESS)('%s: refused, and not asked again', async (_, misbehaviour, message) => {
    yahoo.misbehave('QQQ', misbehaviour);
    const error = await failureOf(ask());
    expect(error).toMatchObject({ code: 'vendor-refused', details: { symbol: 'QQQ' } });
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain('\n');
    expect(yahoo.requests).toHaveLength(1);
  });

  const PASSING: readonly [string, Misbehaviour, RegExp][] = [
    ['429 in plain text', rateLimited(), /429 \("Edge: Too Many Requests"\)/],
    ['429 in JSON', rateLimited({ json: true }), /429/],
    ['500', serverError(500), /500/],
    ['502 with a web page', serverError(502), /502 \("Yahoo Will be right back\.\.\."\)/],
    ['503', serverError(503), /503/],
    ['a web page with status 200', downPage, /web page/],
    ['JSON that breaks off', truncated, /broke off/],
    ['a connection that breaks off', cutOff, /cannot be reached/],
    ['chart: null', chartNull, /without a result/],
    ['result: null', resultNull, /without a result/],
    [
      'an internal error under status 200',
      recorded(200, '{"chart":{"result":null,"error":{"code":"Internal Server Error","description":"oops"}}}'),
      /oops/,
    ],
    ['no timestamps', noTimestamps, /no sessions/],
    ['a null body', recorded(200, 'null'), /without a result/],
    ['an empty body', recorded(200, ''), /broke off after 0/],
    ['bars of another length', edited((result) => (result.meta.dataGranularity = '3mo')), /bars of 3mo/],
    [
      'fewer prices than timestamps',
      edited((result) => void result.indicators.quote[0].close?.pop()),
      /differ in number/,
    ],
    [
      'prices that are words',
      edited((result) => Object.assign(result.indicators.quote[0], { open: ['a', 'b', 'c', 'd', 'e'] })),
      /unknown shape \(indicators\.quote\.0\.open\.0/,
    ],
    ['no quote', edited((result) => Object.assign(result.indicators, { quote: [] })), /differ in number/],
    [
      'a time zone that is none',
      edited((result) => (result.meta.exchangeTimezoneName = 'Mars/Olympus')),
      /zone "Mars\/Olympus"/,
    ],
    [
      'a split by zero',
      edited(
        (result) =>
          (result.events = { splits: { 1: { date: 1718112600, numerator: 1, denominator: 0, splitRatio: '1:0' } } }),
      ),
      /split of 1:0/,
    ],
  ];
  test.each(PASSING)('%s: unavailable after three requests', async (_, misbehaviour, message) => {
    yahoo.misbehave('QQQ', misbehaviour);
    const error = await failureOf(ask());
    expect(error).toMatchObject({ code: 'vendor-unavailable', details: { symbol: 'QQQ' } });
    expect(error.message).toMatch(/^QQQ: /);
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain('\n');
    expect(yahoo.requests).toHaveLength(3);
  });

  test.each(PASSING)('%s, twice: the third answer counts', async (_, misbehaviour) => {
    yahoo.misbehave('QQQ', misbehaviour, 2);
    expect((await ask()).rows).toHaveLength(5);
    expect(pauses).toHaveLength(2);
  });

  test.each([
    ['before the headers', stall],
    ['in the middle of the body', stallInBody],
  ])('a stall %s ends with the time for one request', async (_, misbehaviour) => {
    yahoo.misbehave('QQQ', misbehaviour);
    const error = await failureOf(ask({}, { timeoutMs: 400, attempts: 2 }));
    expect(error.code).toBe('vendor-unavailable');
    expect(error.message).toContain('did not answer within 0.4 s');
    expect(yahoo.requests).toHaveLength(2);
  });

  test('nobody listening', async () => {
    const gone = await startYahooServer({ now: AFTER_CLOSE });
    await gone.stop();
    const policy = { attempts: 2, firstMs: 1 };
    const error = await failureOf(openSource('yahoo', { yahooUrl: gone.url, policy }).fetch(QQQ));
    expect(error.code).toBe('vendor-unavailable');
    expect(error.message).toMatch(/cannot be reached at 127\.0\.0\.1:\d+ \(ECONNREFUSED\)/);
  });

  test('Retry-After in seconds is kept to', async () => {
    yahoo.misbehave('QQQ', rateLimited({ retryAfter: '7' }), 1);
    await ask();
    expect(pauses).toEqual([7000]);
  });

  test('Retry-After as a date is kept to', async () => {
    yahoo.misbehave('QQQ', rateLimited({ retryAfter: new Date(Date.now() + 20_000).toUTCString() }), 1);
    await ask();
    expect(pauses).toHaveLength(1);
    expect(pauses[0]).toBeGreaterThan(15_000);
  });

  test('Retry-After an hour from now is an error now', async () => {
    yahoo.misbehave('QQQ', rateLimited({ retryAfter: '3600' }));
    expect(await failureOf(ask())).toMatchObject({ code: 'vendor-unavailable', details: { status: 429 } });
    expect(yahoo.requests).toHaveLength(1);
  });

  test('the caller calls off in the middle of a request', async () => {
    yahoo.misbehave('QQQ', stall);
    const caller = new AbortController();
    const asked = ask({ signal: caller.signal });
    const failed = failureOf(asked);
    while (yahoo.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    caller.abort(new AppError('failed', 'out of time'));
    expect(await failed).toMatchObject({ code: 'failed', message: 'out of time' });
    expect(yahoo.requests).toHaveLength(1);
  });
});

describe('probing whether Yahoo can be reached', () => {
  test('it can', async () => {
    const latest = sessionOnOrBefore(parseSessionDate(new Date().toISOString().slice(0, 10)));
    yahoo.setNow(new Date(Date.now() + 86_400_000));
    yahoo.serve(vendorHistory('SPY', [latest]));
    await expect(probeYahoo({ yahooUrl: yahoo.url })).resolves.toEqual({ reachable: true });
  });

  test.each([
    ['it limits the rate', rateLimited(), /429/],
    ['it is silent', stall, /did not answer within 0\.05 s/],
    ['it is refused', consentPage, /consent/],
  ])('%s: the reason is told after one request', async (_, misbehaviour, reason) => {
    yahoo.misbehave('*', misbehaviour);
    const reach = await probeYahoo({ yahooUrl: yahoo.url, timeoutMs: misbehaviour === stall ? 50 : 5_000 });
    expect(reach.reachable ? 'reachable' : reach.reason).toMatch(reason);
    expect(yahoo.requests).toHaveLength(1);
  });
});
