import { parseTicker } from '@evenkeel/domain/prices';
import type { StoredBar } from '@evenkeel/dynamo/prices';
import * as z from 'zod/mini';
import { createApi } from '../../../../services/query/src/routes/api';
import { apiPorts } from '../../../factories/api-ports';
import { bar, type BarValues } from '../../../factories/bars';
import { violations } from '../../../support/openapi';

const stored = (session: string, values: BarValues): StoredBar => ({
  ...bar(session, values),
  source: 'csv',
  recordedAt: '',
  bulk: false,
});

// SQQQ splits 1:5 on the 27th: as traded 10, 50, 51; split-adjusted 50, 50, 51.
const bars = new Map([
  [
    parseTicker('QQQ'),
    [
      stored('2024-06-25', { close: '479.11' }),
      stored('2024-06-26', { close: '480.5' }),
      stored('2024-06-27', { close: '0.000001' }),
      stored('2024-06-28', { close: '482' }),
    ],
  ],
  [
    parseTicker('SQQQ'),
    [
      stored('2024-06-26', { close: 10 }),
      stored('2024-06-27', { close: 50, split: '0.2' }),
      stored('2024-06-28', { close: 51, dividend: '0.1' }),
    ],
  ],
]);
const api = createApi(apiPorts({ bars }));

async function get(query: string): Promise<{ response: Response; text: string }> {
  const response = await api.request(`/v1/prices?${query}`);
  if ((response.headers.get('content-type') ?? '').includes('json'))
    expect(await violations('/v1/prices', response)).toEqual([]);
  return { response, text: await response.text() };
}

/** What every row has; a wide one has its symbols instead of the rest. */
const pageOfPrices = z.object({
  prices: z.array(z.looseObject({ symbol: z.optional(z.string()), date: z.string(), close: z.optional(z.number()) })),
  next: z.nullable(z.string()),
});

async function rows(query: string): Promise<z.infer<typeof pageOfPrices>['prices']> {
  const { response, text } = await get(query);
  expect(response.status).toBe(200);
  return pageOfPrices.parse(JSON.parse(text)).prices;
}

describe('GET /v1/prices', () => {
  it('answers the last N newest first, and with a list for N = 1 too', async () => {
    expect(await rows('symbols=QQQ&last=1')).toMatchObject([{ symbol: 'QQQ', date: '2024-06-28', close: 482 }]);
    expect((await rows('symbols=QQQ&last=3')).map(({ date }) => date)).toEqual([
      '2024-06-28',
      '2024-06-27',
      '2024-06-26',
    ]);
    expect(await rows('symbols=QQQ&last=900')).toHaveLength(4);
  });

  it('puts several symbols side by side, in the order they were asked for', async () => {
    const found = await rows('symbols=sqqq,QQQ&last=2');
    expect(found.map(({ symbol, date }) => `${symbol ?? '?'} ${date}`)).toEqual([
      'SQQQ 2024-06-28',
      'QQQ 2024-06-28',
      'SQQQ 2024-06-27',
      'QQQ 2024-06-27',
    ]);
  });

  it('includes both ends of a range', async () => {
    expect((await rows('symbols=QQQ&from=2024-06-26&to=2024-06-27')).map(({ date }) => date)).toEqual([
      '2024-06-27',
      '2024-06-26',
    ]);
    expect(await rows('symbols=QQQ&to=2024-06-20')).toEqual([]);
  });

  it('keeps every digit: numbers never pass through a float', async () => {
    const { text } = await get('symbols=QQQ&from=2024-06-25&to=2024-06-27');
    expect(text).toContain('"close":479.11,');
    expect(text).toContain('"close":480.5,');
    expect(text).toContain('"close":0.000001,');
  });

  it('adjusts for a split that lies after the range', async () => {
    expect(await rows('symbols=SQQQ&from=2024-06-26&to=2024-06-26')).toMatchObject([{ close: 10 }]);
    expect(await rows('symbols=SQQQ&from=2024-06-26&to=2024-06-26&adjust=split')).toMatchObject([
      { close: 50, volume: 200 },
    ]);
    expect(await rows('symbols=SQQQ&last=1&adjust=split')).toMatchObject([{ close: 51 }]);
  });

  it('adjusts for dividends by the factor 1 - D / C of the session before', async () => {
    const [{ close } = { close: Number.NaN }] = await rows('symbols=SQQQ&from=2024-06-26&to=2024-06-26&adjust=total');
    expect(close).toBeCloseTo(50 * (1 - 0.1 / 50), 10);
  });

  it('shows one column a symbol when wide, with nothing where a symbol did not trade', async () => {
    expect(await rows('symbols=QQQ,SQQQ&from=2024-06-25&to=2024-06-26&shape=wide&column=close')).toEqual([
      { date: '2024-06-26', QQQ: 480.5, SQQQ: 10 },
      { date: '2024-06-25', QQQ: 479.11, SQQQ: null },
    ]);
  });

  it('writes CSV in the columns of an export', async () => {
    const { response, text } = await get('symbols=QQQ&last=1&format=csv');
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(text).toBe(
      'symbol,date,open,high,low,close,volume,dividends,splits\nQQQ,2024-06-28,482,482,482,482,1000,0,0\n',
    );
    expect((await get('symbols=QQQ,SQQQ&to=2024-06-25&format=csv&shape=wide')).text).toBe(
      'date,QQQ,SQQQ\n2024-06-25,479.11,\n',
    );
  });

  it('pages through a range without losing or repeating a bar', async () => {
    const whole = await rows('symbols=QQQ,SQQQ&from=2024-01-01');
    const paged: unknown[] = [];
    let address: string | undefined = '/v1/prices?symbols=QQQ,SQQQ&from=2024-01-01&limit=1';
    let pages = 0;
    while (address !== undefined) {
      const response: Response = await api.request(address);
      const body = pageOfPrices.parse(await response.json());
      paged.push(...body.prices);
      pages += 1;
      const link: string | undefined = /^<(.*)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1];
      expect(link === undefined).toBe(body.next === null);
      address = link;
    }
    expect(paged).toEqual(whole);
    expect(pages).toBe(4);
  });

  it('answers 304 to a client that has this answer', async () => {
    const { response } = await get('symbols=QQQ&last=1');
    const etag = response.headers.get('etag') ?? '';
    expect(
      (await api.request('/v1/prices?symbols=QQQ&last=1', { headers: { 'if-none-match': `"x", W/${etag}` } })).status,
    ).toBe(304);
    expect((await api.request('/v1/prices?symbols=QQQ&last=2', { headers: { 'if-none-match': etag } })).status).toBe(
      200,
    );
  });

  it.each([
    ['', 'symbols'],
    ['symbols=QQQ', 'last'],
    ['symbols=&last=1', 'symbols'],
    ['symbols=QQQ,,SQQQ&last=1', 'symbols'],
    ['symbols=QQQ,QQQ&last=1', 'symbols'],
    ['symbols=QQQ&symbols=SQQQ&last=1', 'symbols'],
    ['symbols=Q*Q&last=1', 'symbols'],
    [`symbols=${Array.from({ length: 21 }, (_, i) => `A${i}`).join()}&last=1`, 'symbols'],
    ['symbols=QQQ&last=0', 'last'],
    ['symbols=QQQ&last=-1', 'last'],
    ['symbols=QQQ&last=1.5', 'last'],
    ['symbols=QQQ&last=1e9', 'last'],
    ['symbols=QQQ&last=NaN', 'last'],
    ['symbols=QQQ&last=5001', 'last'],
    ['symbols=QQQ,SQQQ&last=2501', 'last'],
    ['symbols=QQQ&last=1&from=2024-01-01', 'from'],
    ['symbols=QQQ&from=2024-02-30', 'from'],
    ['symbols=QQQ&from=28.06.2024', 'from'],
    ['symbols=QQQ&from=0001-01-01', 'from'],
    ['symbols=QQQ&to=9999-12-31', 'to'],
    ['symbols=QQQ&from=2024-02-01&to=2024-01-01', 'from'],
    ['symbols=QQQ&last=1&adjust=both', 'adjust'],
    ['symbols=QQQ&last=1&format=xml', 'format'],
    ['symbols=QQQ&last=1&column=close', 'column'],
    ['symbols=QQQ&last=1&shape=wide&column=vwap', 'column'],
    ['symbols=QQQ&from=2024-01-01&next=abc', 'next'],
    ['symbols=QQQ&from=2024-01-01&limit=0', 'limit'],
    ['symbols=QQQ&last=1&__proto__=1', '__proto__'],
    ['symbols=QQQ&last=1&period=5d', 'period'],
  ])('refuses %s by the name of the parameter', async (query, parameter) => {
    const { response, text } = await get(query);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(JSON.parse(text)).toMatchObject({ type: 'urn:evenkeel:problem:invalid-parameter', status: 400, parameter });
  });

  it('does not know a symbol without prices', async () => {
    const { response, text } = await get('symbols=QQQ,XYZ&last=1');
    expect(response.status).toBe(404);
    expect(text).toContain('XYZ');
  });
});
