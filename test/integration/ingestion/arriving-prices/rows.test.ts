import type { Ticker } from '@evenkeel/domain/prices';
import { withCells, withoutSession, withRowOn } from '../../../support/vendor-edits';
import { edited } from '../../../support/yahoo-misbehaviour';
import { about, evening, openMarket, type Market } from './market';

/** Prices that arrive: what is done about single bars, from Yahoo's answer to the table. */
jest.setTimeout(60_000);
let market: Market;
beforeAll(async () => (market = await openMarket()));
afterAll(() => market.stop());

const THURSDAY = '2024-06-13';
const FRIDAY = '2024-06-14';
const MONDAY = '2024-06-17';

/** A symbol whose history is stored up to Thursday. */
async function stored(): Promise<Ticker> {
  const symbol = market.list();
  await market.warmUp(evening(THURSDAY), [symbol]);
  return symbol;
}

async function newest(symbol: Ticker): Promise<string | undefined> {
  return market.tables.prices.newestSession(symbol, { consistent: true });
}

describe("today's bar", () => {
  test.each([
    ['before the open', '2024-06-14T13:29:00Z'],
    ['in the middle of the session, twice, without a close and as a live quote', '2024-06-14T17:31:00Z'],
    ['a quarter of an hour less a second after the close', '2024-06-14T20:14:59Z'],
  ])('is not stored %s', async (_, instant) => {
    const symbol = await stored();
    const summary = await market.update(instant, [symbol]);
    expect(summary).toMatchObject({ failed: [], asOf: THURSDAY });
    expect(about(summary, symbol)).toMatchObject({ stored: 0, quarantined: [], gaps: [] });
    expect(await newest(symbol)).toBe(THURSDAY);
  });

  test('is stored a quarter of an hour after the close, with its final values', async () => {
    const symbol = await stored();
    const summary = await market.update('2024-06-14T20:15:00Z', [symbol]);
    expect(about(summary, symbol)).toMatchObject({ stored: 1, quarantined: [], gaps: [] });
    const final = market.yahoo.lifeOf(symbol).rows.find(({ session }) => session === FRIDAY);
    expect((await market.bar(symbol, FRIDAY))?.close.toFixed()).toBe(final?.close?.toFixed());
  });

  test('is the whole one when a row without a close still stands before it', async () => {
    const symbol = await stored();
    market.yahoo.misbehave(
      symbol,
      edited((result) => {
        const [quote] = result.indicators.quote;
        result.timestamp?.splice(-1, 0, (result.timestamp.at(-1) ?? 0) - 23_401);
        for (const column of [quote.open, quote.high, quote.low, quote.volume])
          column?.splice(-1, 0, column.at(-1) ?? null);
        quote.close?.splice(-1, 0, null);
      }),
      1,
    );
    expect(about(await market.update(evening(FRIDAY), [symbol]), symbol)).toMatchObject({ stored: 1, quarantined: [] });
    expect(await newest(symbol)).toBe(FRIDAY);
  });

  test('is the last one when the official row and the last trade differ in volume only', async () => {
    const symbol = await stored();
    market.yahoo.misbehave(
      symbol,
      edited((result) => {
        const [quote] = result.indicators.quote;
        result.timestamp?.splice(-1, 0, (result.timestamp.at(-1) ?? 0) - 23_401);
        for (const column of [quote.open, quote.high, quote.low, quote.close])
          column?.splice(-1, 0, column.at(-1) ?? null);
        quote.volume?.splice(-1, 0, (quote.volume.at(-1) ?? 0) - 500);
      }),
      1,
    );
    expect(about(await market.update(evening(FRIDAY), [symbol]), symbol)).toMatchObject({ stored: 1, quarantined: [] });
    const final = market.yahoo.lifeOf(symbol).rows.find(({ session }) => session === FRIDAY);
    expect((await market.bar(symbol, FRIDAY))?.volume.toFixed()).toBe(final?.volume?.toFixed());
  });

  test.each([
    ['not yet', '2024-07-03T17:14:59Z', '2024-07-02'],
    ['from then on', '2024-07-03T17:15:00Z', '2024-07-03'],
  ])('on a day that closes at one: %s', async (_, instant, last) => {
    const symbol = await stored();
    await market.update(instant, [symbol]);
    expect(await newest(symbol)).toBe(last);
  });

  test('belongs to its session on both sides of a clock change', async () => {
    const symbol = market.list();
    market.change(symbol, withRowOn('2024-11-01', '2024-07-31'));
    market.change(symbol, withRowOn('2024-11-04', '2024-07-31'));
    await market.warmUp(evening('2024-11-04'), [symbol]);
    expect((await market.bars(symbol)).slice(-2).map(({ session }) => session)).toEqual(['2024-11-01', '2024-11-04']);
  });
});

describe('a bar that cannot be', () => {
  test.each([
    ['null open', { open: null }, 'missing-value'],
    ['null high', { high: null }, 'missing-value'],
    ['null low', { low: null }, 'missing-value'],
    ['null close', { close: null }, 'missing-value'],
    ['nothing but nulls', { open: null, high: null, low: null, close: null, volume: null }, 'missing-value'],
    ['a price of zero', { low: 0 }, 'non-positive-price'],
    ['a negative price', { open: -1, low: -1 }, 'non-positive-price'],
    ['high below low', { high: 100, low: 110, open: 105, close: 105 }, 'high-below-low'],
    ['a close above the high', { close: 120 }, 'price-outside-range'],
    ['a close below the low', { close: 90 }, 'price-outside-range'],
  ])('%s: is quarantined, asked for again, and stored when it has become right', async (_, cells, reason) => {
    const symbol = await stored();
    const right = market.yahoo.lifeOf(symbol);
    market.change(symbol, withCells(FRIDAY, cells));

    const friday = about(await market.update(evening(FRIDAY), [symbol]), symbol);
    expect(friday).toMatchObject({ stored: 0, quarantined: [{ date: FRIDAY, reason }] });
    expect(await newest(symbol)).toBe(THURSDAY);
    expect(await market.tables.state.quarantined(symbol)).toMatchObject([{ session: FRIDAY, reason }]);

    const monday = about(await market.update(evening(MONDAY), [symbol]), symbol);
    expect(monday).toMatchObject({ stored: 1, quarantined: [{ date: FRIDAY, reason }] });
    expect(await market.bar(symbol, FRIDAY)).toBeUndefined();

    market.yahoo.serve(right);
    expect(about(await market.update('2024-06-18T14:00:00Z', [symbol]), symbol)).toMatchObject({
      stored: 1,
      quarantined: [],
      gaps: [],
    });
    expect((await market.bar(symbol, FRIDAY))?.close.toFixed()).toBe(
      right.rows.find(({ session }) => session === FRIDAY)?.close?.toFixed(),
    );
    expect(await market.tables.state.quarantined(symbol)).toEqual([]);
  });
});

describe('sessions that come or go', () => {
  test('a missing one is a gap, asked for again, and filled when it comes', async () => {
    const symbol = await stored();
    const whole = market.yahoo.lifeOf(symbol);
    market.change(symbol, withoutSession(FRIDAY));
    expect(about(await market.update(evening(MONDAY), [symbol]), symbol)).toMatchObject({ stored: 1, gaps: [FRIDAY] });

    market.yahoo.serve(whole);
    expect(about(await market.update(evening(MONDAY), [symbol]), symbol)).toMatchObject({ stored: 1, gaps: [] });
    expect((await market.bars(symbol)).slice(-3).map(({ session }) => session)).toEqual([THURSDAY, FRIDAY, MONDAY]);
  });

  test('the newest one that is not there yet is a gap too, and filled by the next run', async () => {
    const symbol = await stored();
    const whole = market.yahoo.lifeOf(symbol);
    market.change(symbol, withoutSession(FRIDAY));
    expect(about(await market.update(evening(FRIDAY), [symbol]), symbol)).toMatchObject({ stored: 0, gaps: [FRIDAY] });
    market.yahoo.serve(whole);
    expect(about(await market.update('2024-06-15T12:00:00Z', [symbol]), symbol)).toMatchObject({ stored: 1, gaps: [] });
  });

  test.each([
    ['a holiday', '2024-06-19'],
    ['a Saturday', '2024-06-15'],
  ])('a row on %s is refused, the others are stored', async (_, date) => {
    const symbol = await stored();
    market.change(symbol, withRowOn(date, THURSDAY));
    const summary = await market.update(evening('2024-06-20'), [symbol]);
    expect(about(summary, symbol)).toMatchObject({ stored: 4, quarantined: [], gaps: [] });
    expect(await market.bar(symbol, date)).toBeUndefined();
  });

  test('rows that vanish later stay stored', async () => {
    const symbol = await stored();
    const before = await market.bars(symbol);
    for (const session of ['2024-06-11', '2024-04-30']) market.change(symbol, withoutSession(session));
    await market.update(evening(FRIDAY), [symbol]);
    expect((await market.bars(symbol)).slice(0, -1)).toEqual(before);
  });

  test('a symbol that vanishes keeps its whole stored history, and the summary says who is missing', async () => {
    const [gone, alive] = [await stored(), await stored()];
    const before = await market.bars(gone);
    market.yahoo.withdraw(gone);
    const summary = await market.update(evening(FRIDAY), [gone, alive]);
    expect(summary.failed).toEqual([gone]);
    expect(about(summary, gone).error).toMatch(/delisted/);
    expect(about(summary, alive)).toMatchObject({ stored: 1 });
    expect(await market.bars(gone)).toEqual(before);
  });
});
