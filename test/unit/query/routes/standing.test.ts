import { createApi } from '../../../../services/query/src/routes/api';
import { AppError } from '@evenkeel/domain';
import { parseSessionDate } from '@evenkeel/domain/calendar';
import { parseTicker } from '@evenkeel/domain/prices';
import type { Coverage } from '@evenkeel/dynamo/ingestion';
import { apiPorts, readyView, waitingView } from '../../../factories/api-ports';
import { bar } from '../../../factories/bars';
import { violations } from '../../../support/openapi';

const QQQ = parseTicker('QQQ');
const SQQQ = parseTicker('SQQQ');
const FRIDAY = parseSessionDate('2024-06-28');
const MONDAY = parseSessionDate('2024-07-01');
/** Monday's bars are final a quarter of an hour after 16:00 in New York. */
const MONDAY_FINAL = '2024-07-01T20:15:00.000Z';

type Given = Parameters<typeof apiPorts>[0];

async function portfolio(given: Given): Promise<{ body: Record<string, unknown>; etag: string | null }> {
  const response = await createApi(apiPorts(given)).request('/v1/portfolios/classic');
  expect(await violations('/v1/portfolios/{name}', response.clone())).toEqual([]);
  return { body: (await response.json()) as Record<string, unknown>, etag: response.headers.get('etag') };
}

const coverage = (ticker = QQQ, changes: Partial<Coverage> = {}): Coverage => ({
  ticker,
  state: 'complete',
  first: parseSessionDate('2010-02-11'),
  last: FRIDAY,
  gaps: [],
  held: [],
  changedAt: '2024-06-28T21:00:00.000Z',
  upcoming: [],
  ...changes,
});

describe('targets that are behind the exchange', () => {
  it('are so from the moment at which the next session is final, and by as many sessions as there have been since', async () => {
    const views = [readyView()];
    expect((await portfolio({ views, now: '2024-07-01T20:14:59Z' })).body['stale']).toBeNull();
    expect((await portfolio({ views, now: MONDAY_FINAL })).body['stale']).toEqual({
      expected: MONDAY,
      sessionsBehind: 1,
    });
    // Thursday the 4th of July is no session.
    expect((await portfolio({ views, now: '2024-07-08T12:00:00Z' })).body['stale']).toEqual({
      expected: '2024-07-05',
      sessionsBehind: 4,
    });
    const waiting = await portfolio({ views: [waitingView()], now: MONDAY_FINAL });
    expect(waiting.body['stale']).toEqual({ expected: MONDAY, sessionsBehind: null });
  });

  it('have a tag of their own, which changes while the view does not', async () => {
    const views = [readyView()];
    const [fresh, monday, tuesday] = [
      await portfolio({ views }),
      await portfolio({ views, now: MONDAY_FINAL }),
      await portfolio({ views, now: '2024-07-02T21:00:00Z' }),
    ];
    expect(fresh.etag).toBe('"2024-06-28.17"');
    expect(new Set([fresh.etag, monday.etag, tuesday.etag]).size).toBe(3);
  });

  it('are said to be old on the page before anything else of the portfolio, and among the portfolios', async () => {
    const api = createApi(apiPorts({ views: [readyView({ signal: 'hold' })], now: '2024-07-08T12:00:00Z' }));
    const page = await (await api.request('/')).text();
    const said =
      'class="stale" role="alert">classic: OLD TARGETS: 4 sessions behind 2024-07-05, the last finished session';
    expect(page).toContain(said);
    expect(page.indexOf(said)).toBeLessThan(page.indexOf('class="hold"'));
    expect(await (await api.request('/v1/portfolios')).json()).toMatchObject({
      portfolios: [{ portfolio: 'classic', stale: { expected: '2024-07-05', sessionsBehind: 4 } }],
    });
  });
});

describe('whom targets wait for', () => {
  const behind = readyView({ newest: MONDAY, waitsFor: [{ symbol: 'SQQQ', newest: FRIDAY }] });

  /** What is said of SQQQ, which lacks Monday's bar, on Monday evening. */
  async function trouble(given: Given): Promise<unknown> {
    const { body } = await portfolio({ views: [behind], now: MONDAY_FINAL, ...given });
    expect(body['waitingFor']).toHaveLength(1);
    return (body['waitingFor'] as unknown[])[0];
  }

  it('is every leg while nobody has the last finished session', async () => {
    const { body } = await portfolio({
      views: [readyView()],
      now: MONDAY_FINAL,
      ingested: [coverage(QQQ), coverage(SQQQ)],
    });
    expect(body['waitingFor']).toEqual(
      ['QQQ', 'SQQQ'].map((symbol) => ({
        symbol,
        newest: FRIDAY,
        since: MONDAY_FINAL,
        problem: 'not-fetched',
        detail: 'no update has brought a bar of 2024-07-01 yet',
        command: `ingest update ${symbol}`,
      })),
    );
  });

  it('says what is in quarantine and why, with the command that accepts what is merely doubtful', async () => {
    const held = { session: MONDAY, scope: 'bar', reason: 'unexplained-jump' };
    expect(
      await trouble({
        ingested: [coverage(SQQQ, { held: [held] })],
        quarantined: [{ ...held, ticker: SQQQ, detail: 'close 20 after 10', seenAt: '2024-07-01T21:00:00Z' }],
      }),
    ).toMatchObject({
      problem: 'quarantined',
      detail: 'the bar of 2024-07-01 is in quarantine: unexplained-jump (close 20 after 10)',
      command: 'ingest warm-up SQQQ --from 2024-07-01 --to 2024-07-01 --overwrite',
    });
    const impossible = { ...held, reason: 'high-below-low' };
    expect(await trouble({ ingested: [coverage(SQQQ, { held: [impossible] })] })).toMatchObject({
      problem: 'quarantined',
      detail: 'the bar of 2024-07-01 is in quarantine: high-below-low',
      command: null,
    });
    const answer = { session: MONDAY, scope: 'fetch', reason: 'restated-by-ratio' };
    expect(await trouble({ ingested: [coverage(SQQQ, { held: [answer] })] })).toMatchObject({
      detail: 'the whole answer is in quarantine: restated-by-ratio',
      command: null,
    });
  });

  it.each([
    ['never-fetched', [], 'no price of it has ever been fetched', 'ingest warm-up SQQQ'],
    [
      'filling',
      [coverage(SQQQ, { state: 'filling' })],
      'its history is being filled, or that was interrupted',
      'ingest warm-up SQQQ',
    ],
    [
      'gap',
      [coverage(SQQQ, { gaps: [MONDAY], last: parseSessionDate('2024-07-02') })],
      'the source sends no row of 2024-07-01, which each update asks for',
      null,
    ],
  ] as const)('knows a symbol that is %s', async (problem, ingested, detail, command) => {
    expect(await trouble({ ingested })).toMatchObject({ problem, detail, command, since: MONDAY_FINAL });
  });

  it('looks into the price table for a bar that ingestion has stored', async () => {
    const ingested = [coverage(SQQQ, { last: MONDAY })];
    const bars = new Map([[SQQQ, [{ ...bar(MONDAY), source: 'csv', recordedAt: '', bulk: false }]]]);
    expect(await trouble({ ingested, bars })).toMatchObject({ problem: 'untaken', command: null });
    expect(await trouble({ ingested })).toMatchObject({ problem: 'gap', command: 'ingest audit SQQQ' });
  });

  it('names an item of the price table that holds no bar', async () => {
    const ports = apiPorts({ views: [behind], now: MONDAY_FINAL, ingested: [coverage(SQQQ, { last: MONDAY })] });
    const prices = { ...ports.prices, bars: () => Promise.reject(new AppError('bad-data', 'close is "x"')) };
    const response = await createApi({ ...ports, prices }).request('/v1/portfolios/classic');
    expect(await response.json()).toMatchObject({
      waitingFor: [
        {
          symbol: 'SQQQ',
          problem: 'unreadable',
          detail: 'its item of 2024-07-01 holds no bar: close is "x"',
          command: 'ingest audit SQQQ',
        },
      ],
    });
  });
});
