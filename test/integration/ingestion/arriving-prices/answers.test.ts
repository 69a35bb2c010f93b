import type { SessionDate } from '@evenkeel/domain/calendar';
import type { Ticker } from '@evenkeel/domain/prices';
import {
  chartNull,
  consentPage,
  cutOff,
  downPage,
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
import { about, evening, openMarket, SESSIONS, type Market } from './market';

/** Prices that arrive: answers that are none, from Yahoo to the summary and the table. */
jest.setTimeout(60_000);
let market: Market;
let symbols: readonly [Ticker, Ticker, Ticker];
let printed: jest.SpyInstance[];
/** Each test lives one session later than the one before it, on the same symbols. */
let sessions: Iterator<SessionDate, undefined>;

beforeAll(async () => {
  market = await openMarket();
  symbols = [market.list(), market.list(), market.list()];
  sessions = SESSIONS.values();
  printed = (['log', 'info', 'warn', 'error'] as const).map((method) => jest.spyOn(console, method));
  await market.warmUp(evening(tomorrow()), symbols);
});
afterAll(async () => {
  await market.stop();
  for (const method of printed) expect(method).not.toHaveBeenCalled();
});
afterEach(() => market.yahoo.behave());

function tomorrow(): SessionDate {
  const { value } = sessions.next();
  if (value === undefined) throw new Error('the test market has no further sessions');
  return value;
}

const requestsOf = (symbol: Ticker): number =>
  market.yahoo.requests.filter((request) => request.symbol === symbol).length;

const HELPLESS: readonly [string, Misbehaviour][] = [
  ['404', notFound],
  ['400 for a range before the listing', rangeBeforeListing],
  ['403', recorded(403, 'Forbidden', 'text/plain')],
  ['an HTML consent page', consentPage],
];
const PASSING: readonly [string, Misbehaviour][] = [
  ['429 in JSON', rateLimited({ json: true })],
  ['429 in text', rateLimited()],
  ['500', serverError(500)],
  ['503', serverError(503)],
  ['a page that says Yahoo is down', downPage],
  ['a truncated JSON body', truncated],
  ['a connection that breaks off', cutOff],
  ['chart: null', chartNull],
  ['result: null', resultNull],
  ['a 200 with no timestamps', noTimestamps],
];

describe('an answer that is none', () => {
  test.each([...HELPLESS, ...PASSING])(
    '%s: costs one symbol, which the summary names; the others are complete',
    async (_, misbehaviour) => {
      const [healthy, broken, other] = symbols;
      const session = tomorrow();
      const before = await market.bars(broken);
      market.yahoo.misbehave(broken, misbehaviour);

      const summary = await market.update(evening(session), symbols);
      expect(summary.failed).toEqual([broken]);
      expect(about(summary, broken).error).toMatch(new RegExp(`^.*${broken}.*$`));
      for (const symbol of [healthy, other]) {
        expect(about(summary, symbol)).toMatchObject({ stored: 1, quarantined: [], gaps: [] });
        expect((await market.bar(symbol, session))?.session).toBe(session);
      }
      expect(await market.bars(broken)).toEqual(before);

      market.yahoo.behave();
      const again = await market.update(evening(session), symbols);
      expect(again.failed).toEqual([]);
      expect(about(again, broken)).toMatchObject({ stored: 1, quarantined: [], gaps: [] });
    },
  );

  test.each(PASSING)('%s, for a moment: is asked again and costs nothing', async (_, misbehaviour) => {
    const [symbol] = symbols;
    market.yahoo.misbehave(symbol, misbehaviour, 2);
    const asked = requestsOf(symbol);
    expect(about(await market.update(evening(tomorrow()), symbols), symbol)).toMatchObject({
      stored: 1,
      quarantined: [],
    });
    expect(requestsOf(symbol)).toBe(asked + 3);
  });

  test.each(HELPLESS)('%s: is not asked again', async (_, misbehaviour) => {
    const [symbol] = symbols;
    market.yahoo.misbehave(symbol, misbehaviour);
    const asked = requestsOf(symbol);
    const session = tomorrow();
    await market.update(evening(session), symbols);
    expect(requestsOf(symbol)).toBe(asked + 1);
    market.yahoo.behave();
    await market.update(evening(session), symbols);
  });

  test.each([
    ['before the headers', stall],
    ['in the middle of the body', stallInBody],
  ])('a stall %s: ends with the time allowed, and the others are complete', async (_, misbehaviour) => {
    const [broken, ...healthy] = symbols;
    const session = tomorrow();
    market.yahoo.misbehave(broken, misbehaviour);
    const summary = await market.update(evening(session), symbols);
    expect(summary.failed).toEqual([broken]);
    for (const symbol of healthy) expect(about(summary, symbol)).toMatchObject({ stored: 1 });
    market.yahoo.behave();
    await market.update(evening(session), symbols);
  });

  test('about every symbol: every symbol is named, and nothing that is stored has changed', async () => {
    const before = await Promise.all(symbols.map((symbol) => market.bars(symbol)));
    market.yahoo.misbehave('*', rateLimited({ retryAfter: '3600' }));
    const summary = await market.update(evening(tomorrow()), symbols);
    expect(summary.failed).toEqual(symbols);
    expect(await Promise.all(symbols.map((symbol) => market.bars(symbol)))).toEqual(before);
  });
});
