import fc from 'fast-check';
import { AppError } from '@evenkeel/domain';
import { parseSessionDate } from '@evenkeel/domain/calendar';
import { parseTicker } from '@evenkeel/domain/prices';
import type { StoredBar } from '@evenkeel/dynamo/prices';
import type { Json } from '@evenkeel/dynamo/requests';
import type { DistanceYear, LatestView, LedgerEntry, Signal } from '@evenkeel/dynamo/strategy';
import { createApi } from '../../../../services/query/src/routes/api';
import { SECURITY_HEADERS } from '../../../../services/query/src/http/answer';
import { apiPorts, readyView, waitingView } from '../../../factories/api-ports';
import { bar } from '../../../factories/bars';
import { pairTargets } from '../../../factories/targets';
import { openapiDocument, violations } from '../../../support/openapi';

const stored = (session: string): StoredBar => ({ ...bar(session), source: 'csv', recordedAt: '', bulk: false });
const bars = new Map([
  [parseTicker('QQQ'), [stored('2024-06-27'), stored('2024-06-28')]],
  [parseTicker('FAZ'), [stored('2024-06-25')]],
]);
const equity = {
  sessions: ['2024-06-27', '2024-06-28'],
  nav: [1, 2],
  gross: [1, 2.5],
  cash: [0, 0],
  cost: [0, 0.5],
  netDelta: [0, 0],
  exposure: [1, 1],
};
const trade = (date: string) => ({ date, symbol: 'QQQ', units: 1, price: 2, value: 2, cost: 0, reason: 'drift' });
/** As they are stored; those of 2023 are rows, as they were before. */
const tradesAsColumns = {
  date: ['2024-06-27', '2024-06-28'],
  symbol: ['QQQ', 'SQQQ'],
  units: [1, -2],
  price: [2, 3],
  shares: [0.5, null],
  tradedPrice: [4, null],
  value: [2, -6],
  cost: [0, 0.1],
  reason: ['drift', 'regime'],
};
/** A pair's year: an exposure of `exposure`, as if the base's moves had earned twice that on a net delta of 1. */
const pairYear = (base: string, inverse: string, exposure: number) => ({
  ...{ base, inverse, exposure, perDelta: 2 * exposure, tracking: -1, cost: -0.5, total: exposure - 1.5 },
  ...{ trend: exposure, decay: 0, direction: 0, residual: 0 },
});
const figures = { count: 1, mean: 0.1, sd: null, sharpe: null, quartiles: [0.1, 0.1, 0.1] };
const analysis = {
  ...{ base: 'QQQ', inverse: 'SQQQ', first: '2024-01-02', last: '2024-06-28', sessions: 124 },
  total: { return: 0.02, held: null, ...figures },
  annualSharpe: { 2024: null },
  cells: [{ volatility: 'low', correlation: 'high', ...figures }],
  distributions: { volatility: [{ regime: 'medium', ...figures, min: 0.1, max: null }], correlation: [] },
  direction: [{ volatility: 'high', direction: 'sideways', count: 0, mean: null, expected: null, daily: null }],
  hedgeBeta: [{ date: '2024-06-28', beta: -2.9, expected: -3 }],
  current: { volatility: 0.1, correlation: -1, volatilityRegime: 'low', correlationRegime: null },
};
const parts = new Map<string, Json>([
  ['equity#2024', equity],
  ['trades#2023', { trades: [trade('2023-06-27'), trade('2023-06-28')] }],
  ['trades#2024', tradesAsColumns],
  ['attribution', { meanNetDeltas: [0.5, 0] }],
  ['attribution#2023', { year: 2023, pairs: [pairYear('QQQ', 'SQQQ', 10), pairYear('TLT', 'TBT', 4)] }],
  ['attribution#2024', { year: 2024, pairs: [pairYear('QQQ', 'SQQQ', 20), pairYear('TLT', 'TBT', 2)] }],
  ['analysis#QQQ-SQQQ', analysis],
]);
const signal = (session: string, changes: Partial<Signal> = {}): Signal => ({
  id: `classic/${session}/7/rebalance`,
  kind: 'rebalance',
  session: parseSessionDate(session),
  version: 7,
  content: {},
  subject: `classic ${session}: sell 1 QQQ`,
  text: `classic ${session}: sell 1 QQQ`,
  announced: false,
  ...changes,
});
const api = createApi(apiPorts({ bars, parts, views: [readyView(), { ...waitingView(), portfolio: 'hedged' }] }));

async function json(path: string, declared = path): Promise<Record<string, unknown>> {
  const response = await api.request(path);
  expect(await violations(declared, response)).toEqual([]);
  const body: unknown = await response.json();
  return mapping(body);
}

function mapping(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

describe('the API', () => {
  it('compares each symbol with the last finished session, in sessions, and names those waited for', async () => {
    // Sunday: Friday the 28th is the last finished session; the 25th was a Tuesday.
    expect(await json('/v1/health')).toEqual({
      status: 'lagging',
      lastFinishedSession: '2024-06-28',
      symbols: [
        { symbol: 'FAZ', newest: '2024-06-25', lag: 3 },
        { symbol: 'QQQ', newest: '2024-06-28', lag: 0 },
        { symbol: 'SQQQ', newest: null, lag: null },
      ],
    });
  });

  it('is fresh as far as portfolios need it: what only a retired one has held may lag', async () => {
    const held = readyView({ pairs: [pairTargets({ base: 'QQQ', inverse: 'SPXU' })] });
    const old = readyView({ portfolio: 'old', pairs: [pairTargets({ base: 'QQQ', inverse: 'FAZ' })] });
    const both = new Map([...bars, [parseTicker('SPXU'), [stored('2024-06-28')]] as const]);
    const statusOf = async (retired: ReadonlyMap<string, string>, ...views: LatestView[]) => {
      const response = await createApi(apiPorts({ bars: both, views, retired })).request('/v1/health');
      expect(await violations('/v1/health', response)).toEqual([]);
      return mapping(await response.json())['status'];
    };
    const since = new Map([['old', '2024-06-26T00:00:00.000Z']]);
    expect(await statusOf(new Map(), held, old)).toBe('lagging');
    expect(await statusOf(since, held, old)).toBe('fresh');
    expect(await statusOf(since, { ...waitingView(), waitsFor: [] }, old)).toBe('lagging');
    expect(await statusOf(since, old)).toBe('lagging');
  });

  it('is empty before anything is stored', async () => {
    const response = await createApi(apiPorts({})).request('/v1/health');
    expect(await response.json()).toMatchObject({ status: 'empty', symbols: [] });
  });

  it('lists symbols and portfolios', async () => {
    expect(await json('/v1/symbols')).toMatchObject({
      symbols: [{ symbol: 'QQQ', first: '2024-06-27', last: '2024-06-28' }, { symbol: 'FAZ' }],
    });
    expect(await json('/v1/portfolios')).toMatchObject({
      portfolios: [
        { portfolio: 'classic', asOf: '2024-06-28', signal: 'rebalance' },
        { portfolio: 'hedged', asOf: null, signal: 'wait' },
      ],
    });
  });

  it('shows a portfolio with targets, and one that still waits', async () => {
    expect(await json('/v1/portfolios/classic', '/v1/portfolios/{name}')).toEqual({
      ...readyView(),
      stale: null,
      waitingFor: [],
      retiredSince: null,
    });
    expect(await json('/v1/portfolios/hedged', '/v1/portfolios/{name}')).toMatchObject({
      asOf: null,
      waitsFor: [{ symbol: 'SQQQ', newest: null }],
    });
    expect(await json('/v1/portfolios/nope', '/v1/portfolios/{name}')).toMatchObject({
      status: 404,
      type: 'urn:evenkeel:problem:not-found',
    });
  });

  it('says since when a portfolio is retired, lists it last, and waits for none of its symbols', async () => {
    const since = '2024-06-29T01:00:00.000Z';
    const views = [readyView({ portfolio: 'b' }), { ...waitingView(), portfolio: 'a' }];
    const retiring = createApi(apiPorts({ bars, views, retired: new Map([['a', since]]) }));
    const list = await retiring.request('/v1/portfolios');
    expect(await violations('/v1/portfolios', list)).toEqual([]);
    expect(await list.json()).toMatchObject({
      portfolios: [
        { portfolio: 'b', retiredSince: null },
        { portfolio: 'a', retiredSince: since },
      ],
    });
    const one = await retiring.request('/v1/portfolios/a');
    expect(await violations('/v1/portfolios/{name}', one)).toEqual([]);
    expect(await one.json()).toMatchObject({ portfolio: 'a', retiredSince: since });
    // Whoever has the view as it was before has not seen that.
    expect(one.headers.get('etag')).toContain(since);
    const symbolsOf = async (api: typeof retiring) =>
      mapping(await (await api.request('/v1/health')).json())['symbols'];
    const waiting = createApi(apiPorts({ bars, views }));
    expect(JSON.stringify(await symbolsOf(waiting))).toContain('SQQQ');
    expect(JSON.stringify(await symbolsOf(retiring))).not.toContain('SQQQ');
  });

  it("says null where a view of an older version does not know the model's shares", async () => {
    const { modelHoldings, modelOrders, ...old } = readyView();
    expect(modelHoldings).toHaveLength(2);
    expect(modelOrders).toHaveLength(2);
    const older = createApi(apiPorts({ views: [old] }));
    const response = await older.request('/v1/portfolios/classic');
    expect(await violations('/v1/portfolios/{name}', response)).toEqual([]);
    expect(await response.json()).toMatchObject({ ...old, modelHoldings: null, modelOrders: null });
  });

  it('tags a view by its as-of session and version', async () => {
    const response = await api.request('/v1/portfolios/classic');
    expect(response.headers.get('etag')).toBe('"2024-06-28.17"');
    expect(
      (await api.request('/v1/portfolios/classic', { headers: { 'if-none-match': '"2024-06-28.17"' } })).status,
    ).toBe(304);
  });

  it('pages the curve and the trades, newest first', async () => {
    const first = await json('/v1/portfolios/classic/equity?limit=1', '/v1/portfolios/{name}/equity');
    expect(first).toMatchObject({ version: 17, equity: [{ date: '2024-06-28', nav: 2, gross: 2.5, cost: 0.5 }] });
    const second = await json(
      `/v1/portfolios/classic/equity?limit=1&next=${String(first['next'])}`,
      '/v1/portfolios/{name}/equity',
    );
    expect(second).toMatchObject({ equity: [{ date: '2024-06-27', nav: 1 }], next: null });
    const trades = await json('/v1/portfolios/classic/trades', '/v1/portfolios/{name}/trades');
    const unknown = { shares: null, tradedPrice: null };
    expect(trades['trades']).toEqual([
      { ...unknown, date: '2024-06-28', symbol: 'SQQQ', units: -2, price: 3, value: -6, cost: 0.1, reason: 'regime' },
      { ...trade('2024-06-27'), shares: 0.5, tradedPrice: 4 },
      { ...trade('2023-06-28'), ...unknown },
      { ...trade('2023-06-27'), ...unknown },
    ]);
    expect(await json('/v1/portfolios/classic/report', '/v1/portfolios/{name}/report')).toMatchObject({ status: 404 });
  });

  it('ends a page of trades before a session that would make it too long, but never within one', async () => {
    const sessions = [
      ...Array<string>(3000).fill('2024-06-26'),
      ...Array<string>(3000).fill('2024-06-27'),
      ...Array<string>(6000).fill('2024-06-28'),
    ];
    const numbers = sessions.map(() => 1);
    const many = {
      date: sessions,
      symbol: sessions.map(() => 'QQQ'),
      reason: sessions.map(() => 'drift'),
      ...{ units: numbers, price: numbers, shares: numbers, tradedPrice: numbers, value: numbers, cost: numbers },
    };
    const busy = createApi(apiPorts({ views: [readyView()], parts: new Map([['trades#2024', many]]) }));
    const pages: unknown[] = [];
    for (let query: string | undefined = ''; query !== undefined;) {
      const body = mapping(await (await busy.request(`/v1/portfolios/classic/trades${query}`)).json());
      const dates = (Array.isArray(body['trades']) ? body['trades'] : []).map((row) => mapping(row)['date']);
      pages.push([...new Set(dates), dates.length]);
      query = typeof body['next'] === 'string' ? `?next=${body['next']}` : undefined;
    }
    expect(pages).toEqual([
      ['2024-06-28', 6000],
      ['2024-06-27', 3000],
      ['2024-06-26', 3000],
    ]);
  });

  const ATTRIBUTION = '/v1/portfolios/{name}/attribution';

  it('pages the attribution, newest year first, each exposure split by the mean net delta of the whole run', async () => {
    const first = await json('/v1/portfolios/classic/attribution?limit=1', ATTRIBUTION);
    expect(first).toMatchObject({
      version: 17,
      attribution: [
        {
          ...{ year: 2024, exposure: 22, market: 20, timing: 2, tracking: -2, cost: -1, total: 19 },
          pairs: [
            { base: 'QQQ', inverse: 'SQQQ', exposure: 20, market: 20, timing: 0, total: 18.5 },
            { base: 'TLT', inverse: 'TBT', exposure: 2, market: 0, timing: 2, total: 0.5 },
          ],
        },
      ],
    });
    const second = await json(`/v1/portfolios/classic/attribution?limit=1&next=${String(first['next'])}`, ATTRIBUTION);
    expect(second).toMatchObject({ attribution: [{ year: 2023, market: 10, timing: 4 }], next: null });
  });

  it.each([
    ['from=2024-06-28', [2024]],
    ['to=2023-01-01', [2023]],
    ['from=2023-12-31&to=2024-01-01', [2024, 2023]],
    ['from=2025-01-01', []],
  ])('takes a year into the attribution of %s when any of its days is', async (query, years) => {
    const { attribution } = await json(`/v1/portfolios/classic/attribution?${query}`, ATTRIBUTION);
    expect((Array.isArray(attribution) ? attribution : []).map((row) => mapping(row)['year'])).toEqual(years);
  });

  it('serves the analysis of a pair as it was computed', async () => {
    const declared = '/v1/portfolios/{name}/pairs/{pair}';
    const served = { portfolio: 'classic', asOf: '2024-06-28', version: 17, analysis };
    expect(await json('/v1/portfolios/classic/pairs/QQQ-SQQQ', declared)).toEqual(served);
    expect(await json('/v1/portfolios/classic/pairs/qqq-sqqq', declared)).toEqual(served);
  });

  it.each([
    ['classic', 'SPY-SH', 'The portfolio classic has no pair "SPY-SH"; its pairs are QQQ-SQQQ.'],
    ['classic', '%23', 'The portfolio classic has no pair "#"; its pairs are QQQ-SQQQ.'],
    ['hedged', 'SPY-SH', 'The portfolio hedged has no pair "SPY-SH"; it waits for its first session.'],
    ['nope', 'QQQ-SQQQ', 'There is no portfolio "nope" with a view; /v1/portfolios lists those there are.'],
  ])('names portfolio and pair where %s has no %s', async (portfolio, pair, detail) => {
    const answer = await json(`/v1/portfolios/${portfolio}/pairs/${pair}`, '/v1/portfolios/{name}/pairs/{pair}');
    expect(answer).toMatchObject({ status: 404, type: 'urn:evenkeel:problem:not-found', detail });
  });

  it('says so where the view of an older version has no attribution and no analysis', async () => {
    const older = createApi(apiPorts({ views: [readyView()], parts: new Map() }));
    for (const [path, detail] of [
      ['attribution', /^The portfolio classic has no attribution: .* its next recomputation/],
      ['pairs/QQQ-SQQQ', /^The portfolio classic has no analysis of QQQ-SQQQ: .* its next recomputation/],
    ] as const) {
      const response = await older.request(`/v1/portfolios/classic/${path}`);
      expect(response.status).toBe(404);
      expect(mapping(await response.json())['detail']).toMatch(detail);
    }
  });

  it('serves the signals newest session first, whole sessions on a page, those without orders too', async () => {
    const orders = [{ symbol: 'QQQ', side: 'sell', shares: 2.5, price: 4, value: 10 }];
    const replaces = { id: null, version: 3, signal: 'hold', orders: [] };
    const signals = [
      signal('2024-06-26', { content: { anything: 'else' } }),
      signal('2024-06-27', { content: { late: true, orders } }),
      signal('2024-06-28', { announced: true, announcedAt: '2024-06-28T22:40:00.000Z', content: { orders } }),
      signal('2024-06-28', { kind: 'correction', version: 9, content: { orders, replaces } }),
    ];
    const told = createApi(apiPorts({ signals, views: [readyView()] }));
    const page = async (query: string) => {
      const response = await told.request(`/v1/portfolios/classic/signals${query}`);
      expect(await violations('/v1/portfolios/{name}/signals', response)).toEqual([]);
      return mapping(await response.json());
    };
    const first = await page('?limit=1');
    expect(first['signals']).toMatchObject([
      { kind: 'correction', version: 9, orders, replaces, announcedAt: null },
      { kind: 'rebalance', session: '2024-06-28', announcedAt: '2024-06-28T22:40:00.000Z', orders, replaces: null },
    ]);
    const second = await page(`?limit=1&next=${String(first['next'])}`);
    expect(second['signals']).toMatchObject([{ session: '2024-06-27', late: true }]);
    expect(await page('?to=2024-06-26')).toMatchObject({
      signals: [{ session: '2024-06-26', orders: [], late: false, text: 'classic 2024-06-26: sell 1 QQQ' }],
      next: null,
    });
    expect((await told.request('/v1/portfolios/nope/signals?from=2030-01-01')).status).toBe(404);
  });

  it('serves the ledger beside its backtest, newest session first, the last entry of a session first', async () => {
    const leg = (symbol: string) => ({ symbol, value: 500, close: 10, open: null, growth: 1.01 });
    const entry = (session: string, changes: Partial<LedgerEntry> = {}): LedgerEntry => ({
      kind: 'session',
      session,
      since: null,
      late: false,
      decision: 'hold',
      orders: [],
      fills: [],
      pairs: [{ base: leg('QQQ'), inverse: leg('SQQQ'), blocked: false, pending: null }],
      cash: 0,
      nav: 1000,
      bought: true,
      decided: false,
      corrects: [],
      effect: 0,
      ...changes,
    });
    const stored = (of: LedgerEntry, n = 1) => ({
      generation: 1,
      n,
      version: 7,
      recordedAt: '2024-06-28T22:40:00.000Z',
      entry: of,
    });
    const order = { symbol: 'QQQ', side: 'buy', shares: 75, price: 10, value: 750 } as const;
    const fill = { ...order, pair: 'QQQ/SQQQ', cost: 1.5, reason: 'initial' };
    const corrects = [
      {
        symbol: 'QQQ',
        session: '2024-06-27',
        close: { was: 10, is: 11 },
        open: { was: null, is: null },
        growth: { was: 1, is: 1.1 },
      },
    ];
    const entries = [
      stored(entry('2023-12-29', { decision: 'rebalance', orders: [order], fills: [fill] })),
      stored(entry('2024-06-27')),
      stored(entry('2024-06-28', { late: true })),
      stored(entry('2024-06-28', { kind: 'correction', decision: null, corrects, effect: 50, nav: 1050 }), 2),
    ];
    const at = { start: parseSessionDate('2023-12-29'), generation: 1, session: '2024-06-28', n: 2 };
    const years = new Map<string, DistanceYear>([
      ['2023', { sessions: ['2023-12-29'], ledger: [1000], backtest: [1000], reasons: [[]] }],
      [
        '2024',
        {
          sessions: ['2024-06-27', '2024-06-28'],
          ledger: [1000, 1000],
          backtest: [1050, null],
          reasons: [['correction'], ['other']],
        },
      ],
    ]);
    const booked = createApi(apiPorts({ ledger: { at, entries, years }, views: [readyView()] }));
    const page = async (query: string) => {
      const response = await booked.request(`/v1/portfolios/classic/ledger${query}`);
      expect(await violations('/v1/portfolios/{name}/ledger', response)).toEqual([]);
      return mapping(await response.json());
    };
    const first = await page('?limit=2');
    expect(first).toMatchObject({
      start: '2023-12-29',
      ledger: [
        {
          session: '2024-06-28',
          nav: 1000,
          backtest: null,
          distance: null,
          reasons: ['other'],
          entries: [
            { n: 2, kind: 'correction', corrects, effect: 50, nav: 1050 },
            { n: 1, late: true, version: 7 },
          ],
        },
        { session: '2024-06-27', nav: 1000, backtest: 1050, distance: 1000 / 1050 - 1, reasons: ['correction'] },
      ],
    });
    expect(await page(`?limit=2&next=${String(first['next'])}`)).toMatchObject({
      ledger: [
        {
          session: '2023-12-29',
          distance: 0,
          reasons: [],
          entries: [{ fills: [fill], orders: [order], legs: [leg('QQQ'), leg('SQQQ')] }],
        },
      ],
      next: null,
    });
    for (const [path, detail] of [
      ['classic', 'has no ledger yet'],
      ['nope', 'There is no portfolio'],
    ] as const) {
      const response = await api.request(`/v1/portfolios/${path}/ledger`);
      expect(response.status).toBe(404);
      expect(mapping(await response.json())['detail']).toContain(detail);
    }
  });

  it('serves the report of a view as it was computed, and says why there is none', async () => {
    const report = { net: { sharpe: 0.9 }, attribution: null };
    const reporting = createApi(apiPorts({ parts: new Map([...parts, ['report', report]]), views: [readyView()] }));
    const response = await reporting.request('/v1/portfolios/classic/report');
    expect(await response.json()).toEqual({ portfolio: 'classic', asOf: '2024-06-28', version: 17, report });
    const without = await api.request('/v1/portfolios/classic/report');
    expect(without.status).toBe(404);
    expect(mapping(await without.json())['detail']).toMatch(/^The portfolio classic has no report: /);
  });

  it.each([
    '/',
    '/openapi.json',
    '/v1/health',
    '/v1/symbols',
    '/v1/prices',
    '/v1/portfolios',
    '/v1/portfolios/classic',
    '/v1/portfolios/classic/equity',
    '/v1/portfolios/classic/trades',
    '/v1/portfolios/classic/signals',
    '/v1/portfolios/classic/ledger',
    '/v1/portfolios/classic/report',
    '/v1/portfolios/classic/attribution',
    '/v1/portfolios/classic/pairs/QQQ-SQQQ',
  ])('takes no parameter at %s that it does not know', async (path) => {
    const response = await api.request(`${path}?colour=red`);
    expect(response.status).toBe(400);
    expect(mapping(await response.json())['detail']).toContain('colour');
  });

  it('tells which route each request took', async () => {
    const routes: string[] = [];
    const told = createApi(apiPorts({ bars, views: [readyView()], routes }));
    for (const path of ['/', '/v1/portfolios/classic', '/v1/portfolios/nope/equity', '/v1/health?x=1', '/nope']) {
      await told.request(path);
    }
    await told.request('/v1/health', { method: 'POST' });
    expect(routes).toEqual(['/', '/v1/portfolios/:name', '/v1/portfolios/:name/equity', '/v1/health', 'none', 'none']);
  });

  it('serves its own description', async () => {
    expect(await (await api.request('/openapi.json')).json()).toMatchObject({ openapi: '3.1.0' });
  });

  it('knows every path that the description has, and no other', () => {
    const { paths } = openapiDocument();
    const routes = api.routes
      .filter(({ method, path }) => method === 'GET' && path.startsWith('/v1/'))
      .map(({ path }) => path.replace(/:(\w+)/g, '{$1}'));
    expect([...new Set(routes)].sort()).toEqual(Object.keys(mapping(paths)).sort());
  });

  it('sends the security headers with everything, errors too', async () => {
    for (const path of ['/', '/v1/health', '/nope', '/v1/health?x=1']) {
      const { headers } = await api.request(path);
      for (const name of Object.keys(SECURITY_HEADERS)) expect(headers.has(name)).toBe(true);
    }
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('does not take %s', async (method) => {
    const response = await api.request('/v1/health', { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, HEAD');
  });

  it('never answers bad input with a failure of its own', async () => {
    const failures: unknown[] = [];
    const fuzzed = createApi(apiPorts({ bars, parts, views: [readyView()], failures }));
    // Lone surrogates cannot stand in an address.
    const text = fc.string({ unit: 'grapheme' });
    const name = fc.oneof(
      fc.constantFrom('symbols', 'last', 'from', 'to', 'adjust', 'format', 'shape', 'column', 'limit', 'next'),
      text,
    );
    const value = fc.oneof(
      fc.constantFrom(
        'QQQ',
        'FAZ,QQQ',
        '1',
        '2024-06-28',
        '2024-13-01',
        'wide',
        'csv',
        'split',
        'total',
        'djEgMjAyNC0wNi0yOA',
      ),
      text,
      fc.double().map(String),
    );
    const path = fc.constantFrom(
      '/',
      '/v1/prices',
      '/v1/health',
      '/v1/symbols',
      '/v1/portfolios',
      '/v1/portfolios/classic',
      '/v1/portfolios/classic/equity',
      '/v1/portfolios/classic/attribution',
      '/v1/portfolios/classic/pairs/%00',
      '/v1/portfolios/%00',
      '/openapi.json',
    );
    await fc.assert(
      fc.asyncProperty(path, fc.array(fc.tuple(name, value), { maxLength: 6 }), async (address, query) => {
        const parameters = query
          .map(([key, text]) => `${encodeURIComponent(key)}=${encodeURIComponent(text)}`)
          .join('&');
        const response = await fuzzed.request(`${address}?${parameters}`);
        expect([200, 400, 404]).toContain(response.status);
      }),
      { numRuns: 300 },
    );
    expect(failures).toEqual([]);
  });
});

describe('a failure of ours', () => {
  const failing = (error: Error) => {
    const failures: unknown[] = [];
    const ports = apiPorts({ failures });
    return { failures, api: createApi({ ...ports, coverage: () => Promise.reject(error) }) };
  };

  it('is told without a word of what happened, and is logged', async () => {
    const error = new Error('AccessDenied: table/evenkeel-prod-Ingestion');
    const { api: broken, failures } = failing(error);
    const response = await broken.request('/v1/symbols');
    expect(response.status).toBe(500);
    expect(await violations('/v1/symbols', response)).toEqual([]);
    expect(await response.text()).not.toMatch(/AccessDenied|evenkeel-prod|at /);
    expect(failures).toEqual([error]);
  });

  it('asks to come back when a view is being replaced', async () => {
    const response = await failing(new AppError('conflict', 'busy')).api.request('/v1/symbols');
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toBe('1');
  });
});
