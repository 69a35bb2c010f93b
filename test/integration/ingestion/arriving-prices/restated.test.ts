import { Decimal } from 'decimal.js';
import type { Pair } from '@evenkeel/domain/pairs';
import { parseTicker, type Ticker } from '@evenkeel/domain/prices';
import { parseSessionDate } from '@evenkeel/domain/calendar';
import {
  edits,
  scaledBefore,
  scaledFrom,
  withCells,
  withDividend,
  withoutDividend,
  withScaledRow,
  withSplit,
  type Edit,
} from '../../../support/vendor-edits';
import { withDividendOn } from '../../../support/yahoo-misbehaviour';
import { about, evening, openMarket, type Market } from './market';

/** Prices that arrive: what is done about splits, dividends, restatements and jumps. */
const PAIR: Pair = {
  base: parseTicker('T1'),
  inverse: parseTicker('T2'),
  leverage: [{ from: parseSessionDate('2010-01-01'), ratio: 3 }],
};
const THURSDAY = '2024-06-13';
const FRIDAY = '2024-06-14';
const MONDAY = '2024-06-17';

jest.setTimeout(60_000);
let market: Market;
let legs: readonly [Ticker, Ticker];
beforeAll(async () => {
  market = await openMarket({ pairs: [PAIR] });
  legs = [market.list(), market.list()];
});
afterAll(() => market.stop());

/** A symbol whose history is stored up to Thursday. */
async function stored(...before: Edit[]): Promise<Ticker> {
  const symbol = market.list();
  market.change(symbol, edits(...before));
  await market.warmUp(evening(THURSDAY), [symbol]);
  return symbol;
}

describe('a split', () => {
  /** The tape falls and a split says why; Yahoo tells every earlier session at other prices from then on. */
  const splitOnFriday = (ratio: string): Edit =>
    edits(scaledFrom(FRIDAY, new Decimal(1).div(ratio).toString()), withSplit(FRIDAY, ratio));

  test.each([
    ['4 for 1', '4'],
    ['reverse, 1 for 5', '0.2'],
    ['reverse, 1 for 3, which no decimal can write', new Decimal(1).div(3).toString()],
    ['a spin-off, 1231 for 1000', '1.231'],
  ])('%s: is one new event, and no stored bar is written again', async (_, ratio) => {
    const symbol = await stored(withDividend('2024-05-15', '0.123456'));
    const before = await market.bars(symbol);
    market.change(symbol, splitOnFriday(ratio));
    const summary = about(await market.update(evening(FRIDAY), [symbol]), symbol);
    expect(summary).toMatchObject({ stored: 1, corrected: 0, quarantined: [], gaps: [] });
    const after = await market.bars(symbol);
    expect(after.slice(0, -1)).toEqual(before);
    expect(after.at(-1)?.split.toNumber()).toBeCloseTo(Number(ratio), 15);
  });

  test('that nobody announced: the fetch is quarantined, and stored when it has been announced', async () => {
    const symbol = await stored();
    const before = await market.bars(symbol);
    const announced = splitOnFriday('4')(market.yahoo.lifeOf(symbol));
    market.yahoo.serve({ ...announced, splits: [] });
    const summary = await market.update(evening(FRIDAY), [symbol]);
    expect(summary.failed).toEqual([symbol]);
    expect(about(summary, symbol).quarantined).toMatchObject([{ reason: 'unannounced-split' }]);
    expect(about(summary, symbol).error).toMatch(/0\.25/);
    expect(await market.bars(symbol)).toEqual(before);

    market.yahoo.serve(announced);
    expect(about(await market.update(evening(MONDAY), [symbol]), symbol)).toMatchObject({
      stored: 2,
      corrected: 0,
      quarantined: [],
    });
    expect((await market.bars(symbol)).slice(0, before.length)).toEqual(before);
  });
});

describe('history that is told otherwise', () => {
  test('by one constant ratio that is no split: the fetch is quarantined with ratio and first session', async () => {
    const symbol = await stored();
    const before = await market.bars(symbol);
    market.change(symbol, scaledBefore('2024-08-01', '1.07'));
    const summary = await market.update(evening(FRIDAY), [symbol]);
    expect(summary.failed).toEqual([symbol]);
    // The last ten stored sessions are compared, Thursday's and nine before it.
    expect(about(summary, symbol).quarantined).toEqual([{ date: '2024-05-31', reason: 'restated-by-ratio' }]);
    expect(about(summary, symbol).error).toMatch(/1\.07/);
    expect(await market.bars(symbol)).toEqual(before);
  });

  test('fifteenfold before one date, as Yahoo did with SOXS', async () => {
    const symbol = await stored();
    const before = await market.bars(symbol);
    market.change(symbol, scaledBefore('2024-06-10', '15'));
    const summary = about(await market.update(evening(FRIDAY), [symbol]), symbol);
    expect(summary).toMatchObject({
      stored: 0,
      corrected: 0,
      quarantined: [{ date: '2024-05-31', reason: 'restated-by-ratio' }],
    });
    expect(summary.error).toMatch(/\b15\b/);
    expect(await market.bars(symbol)).toEqual(before);
  });

  test('by a split that was applied although it had been before', async () => {
    const symbol = await stored(scaledFrom('2024-06-10', '0.5'), withSplit('2024-06-10', '2'));
    const before = await market.bars(symbol);
    market.change(symbol, scaledBefore('2024-06-10', '0.5'));
    expect(about(await market.update(evening(FRIDAY), [symbol]), symbol)).toMatchObject({ stored: 0, corrected: 0 });
    expect(await market.bars(symbol)).toEqual(before);
  });

  test('a single close within a few per cent: corrected, with old and new value in the audit trail', async () => {
    const symbol = await stored();
    const old = await market.bar(symbol, '2024-06-11');
    const corrected = old?.close.plus('0.25');
    market.change(symbol, withCells('2024-06-11', { close: corrected?.toFixed() ?? null }));
    expect(about(await market.update(evening(FRIDAY), [symbol]), symbol)).toMatchObject({
      stored: 1,
      corrected: 1,
      quarantined: [],
    });
    expect((await market.bar(symbol, '2024-06-11'))?.close.toFixed()).toBe(corrected?.toFixed());
    const [trail] = await market.tables.state.corrections(symbol);
    expect(trail).toMatchObject({ session: '2024-06-11', kind: 'vendor' });
    expect(trail?.before.close.toFixed()).toBe(old?.close.toFixed());
    expect(trail?.after.close.toFixed()).toBe(corrected?.toFixed());
  });

  test('a single row at quite another price: quarantined, the stored bar stays', async () => {
    const symbol = await stored();
    const before = await market.bars(symbol);
    market.change(symbol, withScaledRow('2024-06-11', '1.3'));
    const summary = about(await market.update(evening(FRIDAY), [symbol]), symbol);
    expect(summary).toMatchObject({
      stored: 1,
      corrected: 0,
      quarantined: [{ date: '2024-06-11', reason: 'doubtful-correction' }],
    });
    expect((await market.bars(symbol)).slice(0, -1)).toEqual(before);
  });

  test('in the last digits only, as another rounding does: nothing happens', async () => {
    const symbol = await stored();
    const before = await market.bars(symbol);
    market.change(symbol, scaledBefore('2024-08-01', '1.00000006'));
    expect(about(await market.update(evening(FRIDAY), [symbol]), symbol)).toMatchObject({
      stored: 1,
      corrected: 0,
      quarantined: [],
    });
    expect((await market.bars(symbol)).slice(0, -1)).toEqual(before);
  });
});

describe('a dividend', () => {
  test('is stored on its ex-date, in dollars per share of that day', async () => {
    const symbol = await stored();
    market.change(symbol, edits(withDividend(FRIDAY, '0.4'), scaledFrom(MONDAY, '0.5'), withSplit(MONDAY, '2')));
    await market.update(evening(FRIDAY), [symbol]);
    expect((await market.bar(symbol, FRIDAY))?.dividend.toFixed()).toBe('0.4');
    await market.update(evening('2024-06-18'), [symbol]);
    expect((await market.bar(symbol, FRIDAY))?.dividend.toFixed()).toBe('0.4');
  });

  test.each([
    [
      'a second one within a week',
      [withDividend('2024-06-10', '0.4'), withDividend(FRIDAY, '0.4')],
      'repeated-dividend',
    ],
    ['one a hundred times too large', [withDividend(FRIDAY, '40')], 'oversized-dividend'],
  ])('%s: is quarantined, and its bar is stored without it', async (_, change, reason) => {
    const symbol = await stored(...change.slice(0, -1));
    market.change(symbol, edits(...change.slice(-1)));
    const summary = about(await market.update(evening(FRIDAY), [symbol]), symbol);
    expect(summary).toMatchObject({ stored: 1, quarantined: [{ date: FRIDAY, reason }] });
    expect((await market.bar(symbol, FRIDAY))?.dividend.toFixed()).toBe('0');
  });

  test('that is missing on its ex-date is added when it comes, and recorded as a correction', async () => {
    const symbol = await stored();
    await market.update(evening(FRIDAY), [symbol]);
    market.change(symbol, withDividend(FRIDAY, '0.4'));
    expect(about(await market.update(evening(MONDAY), [symbol]), symbol)).toMatchObject({
      stored: 1,
      corrected: 1,
      quarantined: [],
    });
    expect((await market.bar(symbol, FRIDAY))?.dividend.toFixed()).toBe('0.4');
    expect(await market.tables.state.corrections(symbol)).toMatchObject([{ session: FRIDAY, kind: 'vendor' }]);
  });

  test('that is no longer told stays', async () => {
    const symbol = await stored(withDividend('2024-06-11', '0.4'));
    market.change(symbol, withoutDividend('2024-06-11'));
    await market.update(evening(FRIDAY), [symbol]);
    expect((await market.bar(symbol, '2024-06-11'))?.dividend.toFixed()).toBe('0.4');
  });

  test('of a session whose row has not come holds back what follows, until it comes', async () => {
    const symbol = await stored();
    market.change(symbol, withDividend(FRIDAY, '0.4'));
    const whole = market.yahoo.lifeOf(symbol);
    market.change(symbol, withCells(FRIDAY, { close: null }));
    expect(about(await market.update(evening(MONDAY), [symbol]), symbol)).toMatchObject({
      stored: 0,
      quarantined: [
        { date: FRIDAY, reason: 'missing-value' },
        { date: MONDAY, reason: 'event-without-bar' },
      ],
    });
    market.yahoo.serve(whole);
    expect(about(await market.update('2024-06-18T12:00:00Z', [symbol]), symbol)).toMatchObject({
      stored: 2,
      quarantined: [],
      gaps: [],
    });
    expect((await market.bar(symbol, FRIDAY))?.dividend.toFixed()).toBe('0.4');
  });

  test('of a session to come is kept in mind without a bar, and lands on its bar', async () => {
    const symbol = await stored();
    market.change(symbol, withDividend(MONDAY, '0.4'));
    market.yahoo.misbehave(symbol, withDividendOn(parseSessionDate(MONDAY), 0.4), 1);
    expect(about(await market.update(evening(FRIDAY), [symbol]), symbol)).toMatchObject({
      stored: 1,
      quarantined: [],
      gaps: [],
    });
    expect(await market.bar(symbol, MONDAY)).toBeUndefined();
    expect((await market.tables.state.coverage()).get(symbol)?.upcoming).toEqual([
      { session: MONDAY, kind: 'dividend', amount: '0.4' },
    ]);

    await market.update(evening(MONDAY), [symbol]);
    expect((await market.bar(symbol, MONDAY))?.dividend.toFixed()).toBe('0.4');
    expect((await market.tables.state.coverage()).get(symbol)?.upcoming).toEqual([]);
  });
});

describe('a jump of more than 40 % in a session', () => {
  test('that nothing explains is held back', async () => {
    const symbol = await stored();
    market.change(symbol, withScaledRow(FRIDAY, '0.5'));
    const summary = about(await market.update(evening(FRIDAY), [symbol]), symbol);
    expect(summary).toMatchObject({ stored: 0, quarantined: [{ date: FRIDAY, reason: 'unexplained-jump' }] });
    expect(await market.bar(symbol, FRIDAY)).toBeUndefined();
  });

  test('passes when the other leg of its pair moved accordingly, and is held back when it did not', async () => {
    const [base, inverse] = legs;
    await market.warmUp(evening(THURSDAY), legs);
    market.change(inverse, scaledFrom(FRIDAY, '1.6'));
    const doubted = await market.update(evening(FRIDAY), legs);
    expect(about(doubted, inverse)).toMatchObject({
      stored: 0,
      quarantined: [{ date: FRIDAY, reason: 'unexplained-jump' }],
    });
    expect(about(doubted, base)).toMatchObject({ stored: 1, quarantined: [] });

    // ERY did this on 2020-03-09: the base fell by a fifth, and the inverse fund, at -3, rose by 60 %.
    market.change(base, scaledFrom(MONDAY, '0.8'));
    market.yahoo.serve(edits(scaledFrom(FRIDAY, '0.625'), scaledFrom(MONDAY, '1.6'))(market.yahoo.lifeOf(inverse)));
    const believed = await market.update(evening(MONDAY), legs);
    expect(believed.failed).toEqual([]);
    expect(about(believed, inverse)).toMatchObject({ stored: 2, quarantined: [] });
  });
});
