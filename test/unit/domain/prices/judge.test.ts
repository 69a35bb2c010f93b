import { Decimal } from 'decimal.js';
import { sessionsBetween } from '@evenkeel/domain/calendar';
import { DEFAULT_UNIVERSE, ratioOn } from '@evenkeel/domain/pairs';
import {
  asTradedBars,
  counterpartFrom,
  judge,
  seriesFromColumns,
  type Counterpart,
  type Judgement,
  type VendorRow,
} from '@evenkeel/domain/prices';
import { bar, columnsOf, day, feedAsOf, realHistory, vendorHistory, vendorRow, type BarValues } from '../../../factories/bars';
import { describeWithSharedData } from '../../../support/shared-data';

/** Friday evening; the week's sessions are Monday 24 to Friday 28 June. */
const now = new Date('2024-06-28T22:30:00Z');
const WEEK = sessionsBetween(day('2024-06-24'), day('2024-06-28'));

/** One row a session of that week, all at 100 unless told otherwise by date. */
function week(changes: Readonly<Record<string, BarValues>> = {}): VendorRow[] {
  return WEEK.map((session) => vendorRow(session, changes[session]));
}

const sessionsOf = (judgement: Judgement) => judgement.bars.map((each) => each.session);
const reasonsOf = (judgement: Judgement) =>
  judgement.quarantined.map(({ session, scope, reason }) => [session, scope, reason]);

describe('rows by themselves', () => {
  it('a sound week passes whole', () => {
    const judgement = judge(vendorHistory(week()), { now });
    expect(sessionsOf(judgement)).toEqual(WEEK);
    expect(judgement).toMatchObject({ quarantined: [], refused: [], gaps: [], eventsWithoutBar: [], overlap: { verdict: 'none' } });
  });

  it.each<[string, BarValues, string]>([
    ['a price of 0', { low: 0 }, 'non-positive-price'],
    ['a negative price', { close: -1 }, 'non-positive-price'],
    ['a negative volume', { volume: -1 }, 'non-positive-price'],
    ['a high below the low', { open: 100, close: 100, high: 99, low: 101 }, 'high-below-low'],
    ['a close above the high', { close: 102, high: 101, low: 99, open: 100 }, 'price-outside-range'],
    ['an open below the low', { close: 100, high: 101, low: 99, open: 98 }, 'price-outside-range'],
  ])('%s is quarantined, and its neighbours are not', (_, values, reason) => {
    const judgement = judge(vendorHistory(week({ '2024-06-26': values })), { now });
    expect(reasonsOf(judgement)).toEqual([['2024-06-26', 'bar', reason]]);
    expect(sessionsOf(judgement)).toEqual(WEEK.filter((session) => session !== '2024-06-26'));
    expect(judgement.gaps).toEqual([]);
  });

  it.each(['open', 'high', 'low', 'close', 'volume'] as const)('a null %s is quarantined and named', (column) => {
    const rows = week().map((row) => (row.session === '2024-06-26' ? { ...row, [column]: null } : row));
    const judgement = judge(vendorHistory(rows), { now });
    expect(reasonsOf(judgement)).toEqual([['2024-06-26', 'bar', 'missing-value']]);
    expect(judgement.quarantined[0]?.detail).toContain(column);
  });

  it('a close outside the range by the noise of single-precision floats passes, by a cent does not', () => {
    const close = (text: string) => week({ '2024-06-26': { close: text, high: 101, low: 99, open: 100 } });
    expect(judge(vendorHistory(close('101.0000061')), { now }).quarantined).toEqual([]);
    expect(judge(vendorHistory(close('101.01')), { now }).quarantined).toHaveLength(1);
  });

  it('refuses rows on days without a session, and outside the calendar', () => {
    const rows = [vendorRow('1989-12-29'), ...week(), vendorRow('2024-06-29')];
    const { refused } = judge(vendorHistory(rows), { now });
    expect(refused.map(({ session, reason }) => [session, reason])).toEqual([
      ['1989-12-29', 'outside-calendar'],
      ['2024-06-29', 'not-a-session'],
    ]);
  });

  it.each([
    ['2024-06-28T20:14:00Z', ['2024-06-28']],
    ['2024-06-28T20:15:00Z', []],
    ['2024-06-26T12:00:00Z', ['2024-06-26', '2024-06-27', '2024-06-28']],
  ])('at %s refuses the unfinished sessions %j', (instant, expected) => {
    const judgement = judge(vendorHistory(week()), { now: new Date(instant) });
    expect(judgement.refused.map(({ session }) => session)).toEqual(expected);
    expect(judgement.refused.every(({ reason }) => reason === 'unfinished-session')).toBe(true);
    expect(sessionsOf(judgement)).toEqual(WEEK.filter((session) => !expected.includes(session)));
  });

  it('accepts an early-close session from 13:15 on', () => {
    const rows = [vendorRow('2024-07-02'), vendorRow('2024-07-03')];
    expect(judge(vendorHistory(rows), { now: new Date('2024-07-03T17:14:59Z') }).bars).toHaveLength(1);
    expect(judge(vendorHistory(rows), { now: new Date('2024-07-03T17:15:00Z') }).bars).toHaveLength(2);
  });

  it('today twice: the live quote is taken once the session is over, the null row ignored', () => {
    const rows = [...week().slice(0, 4), vendorRow('2024-06-28', {}, ['close']), vendorRow('2024-06-28', { close: 103 })];
    const judgement = judge(vendorHistory(rows), { now });
    expect(judgement.quarantined).toEqual([]);
    expect(judgement.bars.at(-1)?.close.toNumber()).toBe(103);
  });

  it('two complete rows of one session: with the same prices the last counts, with others neither', () => {
    const twice = (values: BarValues) => judge(vendorHistory([...week(), vendorRow('2024-06-28', values)]), { now });
    expect(twice({}).bars).toHaveLength(5);
    expect(twice({ volume: 1100 }).bars.at(-1)?.volume.toNumber()).toBe(1100);
    expect(reasonsOf(twice({ close: 100.5 }))).toEqual([['2024-06-28', 'bar', 'conflicting-rows']]);
  });

  it('names sessions without any row as gaps', () => {
    const rows = week().filter((row) => row.session !== '2024-06-25' && row.session !== '2024-06-27');
    expect(judge(vendorHistory(rows), { now }).gaps).toEqual(['2024-06-25', '2024-06-27']);
  });

  it('an answer without rows is no bars and no gaps', () => {
    expect(judge(vendorHistory([]), { now })).toMatchObject({ bars: [], quarantined: [], gaps: [] });
  });
});

describe('dividends and splits', () => {
  const rows = [vendorRow('2024-06-14'), vendorRow('2024-06-17'), vendorRow('2024-06-18'), vendorRow('2024-06-20'), vendorRow('2024-06-21'), ...week()];
  const dividendsIn = (judgement: Judgement) =>
    judgement.bars.filter((each) => !each.dividend.isZero()).map((each) => [each.session, each.dividend.toNumber()]);

  it('a second dividend within 7 days is held back, its bar is kept without it', () => {
    const judgement = judge(vendorHistory(rows, { dividends: [['2024-06-17', 1], ['2024-06-24', 1], ['2024-06-25', 1]] }), { now });
    expect(reasonsOf(judgement)).toEqual([['2024-06-24', 'dividend', 'repeated-dividend']]);
    expect(dividendsIn(judgement)).toEqual([['2024-06-17', 1], ['2024-06-25', 1]]);
    expect(judgement.bars).toHaveLength(rows.length);
  });

  it('the same payment twice on one day counts once, another amount does not count', () => {
    const judgement = judge(vendorHistory(rows, { dividends: [['2024-06-25', 1], ['2024-06-25', 1], ['2024-06-25', 2]] }), { now });
    expect(dividendsIn(judgement)).toEqual([['2024-06-25', 1]]);
    expect(reasonsOf(judgement)).toEqual([['2024-06-25', 'dividend', 'repeated-dividend']]);
  });

  it('is also a repetition of a stored dividend, but never of itself', () => {
    const stored = [bar('2024-06-20'), bar('2024-06-21', { dividend: 1 })];
    const again = judge(vendorHistory(rows, { dividends: [['2024-06-21', 1]] }), { now, stored });
    expect(again.quarantined).toEqual([]);
    expect(again.overlap).toEqual({ verdict: 'agrees', sessions: 2 });
    const moved = judge(vendorHistory(rows, { dividends: [['2024-06-24', 1]] }), { now, stored });
    expect(reasonsOf(moved)).toContainEqual(['2024-06-24', 'dividend', 'repeated-dividend']);
  });

  it.each([
    [20, true],
    [20.01, false],
    [-1, false],
    [0, false],
  ])('a dividend of %d on a price of 100 passes: %s', (amount, passes) => {
    const judgement = judge(vendorHistory(rows, { dividends: [['2024-06-25', amount]] }), { now });
    expect(dividendsIn(judgement)).toEqual(passes ? [['2024-06-25', amount]] : []);
    expect(judgement.quarantined).toHaveLength(passes ? 0 : 1);
  });

  it('keeps future events in mind without a bar', () => {
    const judgement = judge(vendorHistory(rows, { dividends: [['2024-07-15', 1]], splits: [['2024-07-16', 2]] }), { now });
    expect(judgement.eventsWithoutBar).toEqual([
      { session: '2024-07-15', kind: 'dividend', value: new Decimal(1) },
      { session: '2024-07-16', kind: 'split', value: new Decimal(2) },
    ]);
    expect(judgement.bars.map((each) => each.close.toNumber())).toEqual(rows.map(() => 100));
  });

  it('undoes splits after now that the rows already contain', () => {
    const history = vendorHistory(week(), { splits: [['2024-06-27', 0.2]] });
    const judgement = judge(history, { now: new Date('2024-06-26T20:15:00Z') });
    expect(judgement.bars.map((each) => each.close.toNumber())).toEqual([20, 20, 20]);
  });

  it('holds the whole fetch back for a split ratio that cannot be', () => {
    const judgement = judge(vendorHistory(rows, { splits: [['2024-06-25', -2]] }), { now });
    expect(judgement.bars).toEqual([]);
    expect(reasonsOf(judgement)).toEqual([['2024-06-25', 'fetch', 'impossible-split']]);
  });
});

describe('jumps', () => {
  const witness = (side: Counterpart['side'], moved: number | undefined): Counterpart => ({
    side,
    ratioOn: () => 3,
    returnBetween: () => moved,
  });
  const crash = vendorHistory(week({ '2024-06-27': { close: 50 }, '2024-06-28': { close: 51 } }));

  it('holds back a jump nobody explains, and what stays at the new level', () => {
    const judgement = judge(crash, { now });
    expect(reasonsOf(judgement)).toEqual([
      ['2024-06-27', 'bar', 'unexplained-jump'],
      ['2024-06-28', 'bar', 'unexplained-jump'],
    ]);
    expect(judgement.quarantined[0]?.detail).toMatch(/-50.0 % since 2024-06-26/);
    expect(judgement.bars).toHaveLength(3);
  });

  it('a spike costs only its own bar', () => {
    const judgement = judge(vendorHistory(week({ '2024-06-26': { close: 1000 } })), { now });
    expect(reasonsOf(judgement)).toEqual([['2024-06-26', 'bar', 'unexplained-jump']]);
  });

  it.each([
    [140, 5],
    [140.1, 4],
    [60, 5],
    [59.9, 4],
  ])('a last close of %d after 100 leaves %d bars', (close, bars) => {
    expect(judge(vendorHistory(week({ '2024-06-28': { close } })), { now }).bars).toHaveLength(bars);
  });

  it.each<[Counterpart['side'], number | undefined, boolean]>([
    ['inverse', 1 / 6, true],
    ['inverse', 0.14, true],
    ['inverse', 0.01, false],
    ['inverse', -1 / 6, false],
    ['inverse', undefined, false],
    ['base', 1.5, true],
    ['base', 0.02, false],
  ])('a fall of 50 %% of the %s leg is believed when the other moved %d: %s', (side, moved, believed) => {
    const rows = week({ '2024-06-28': { close: 50 } });
    const judgement = judge(vendorHistory(rows), { now, counterpart: witness(side, moved) });
    expect(judgement.bars).toHaveLength(believed ? 5 : 4);
  });

  it('a split explains itself', () => {
    const rows = week({ '2024-06-27': { close: 101 }, '2024-06-28': { close: 102 } });
    const judgement = judge(vendorHistory(rows, { splits: [['2024-06-27', 0.1]] }), { now });
    expect(judgement.quarantined).toEqual([]);
    expect(judgement.bars.map((each) => each.close.toNumber())).toEqual([10, 10, 10, 101, 102]);
  });

  it('passes what an operator released or what is stored already', () => {
    expect(judge(crash, { now, released: new Set([day('2024-06-27')]) }).quarantined).toEqual([]);
    const stored = [bar('2024-06-26'), bar('2024-06-27', { close: 50 })];
    expect(judge(crash, { now, stored }).quarantined).toEqual([]);
  });

  it('measures the first new bar against the stored one before it', () => {
    const rows = week({ '2024-06-28': { close: 10 } }).slice(4);
    expect(reasonsOf(judge(vendorHistory(rows), { now, stored: [bar('2024-06-27')] }))).toEqual([
      ['2024-06-28', 'bar', 'unexplained-jump'],
    ]);
  });
});

describe('an ex-split day', () => {
  it('the newly restated feed agrees with what was stored before it', () => {
    const final = vendorHistory(week({ '2024-06-27': { close: 101 } }), { splits: [['2024-06-27', 0.2]] });
    const stored = judge(feedAsOf(final, day('2024-06-26')), { now: new Date('2024-06-26T22:00:00Z') }).bars;
    expect(stored.map((each) => each.close.toNumber())).toEqual([20, 20, 20]);
    const judgement = judge(feedAsOf(final, day('2024-06-27')), { now: new Date('2024-06-27T22:00:00Z'), stored });
    expect(judgement.overlap).toEqual({ verdict: 'agrees', sessions: 3 });
    expect(judgement.bars.at(-1)?.split.toNumber()).toBe(0.2);
  });
});

describeWithSharedData('real histories', () => {
  const evening = new Date('2026-01-02T23:00:00Z');

  const columns = (symbol: string) => seriesFromColumns(columnsOf(realHistory(symbol).history));

  // The two pairs whose inverse funds jumped furthest; all five are in the slow tests.
  const wildest = DEFAULT_UNIVERSE.filter(({ inverse }) => ['SOXS', 'ERY'].includes(inverse));

  it.each(wildest.map((pair) => [pair.base, pair.inverse, pair] as const))(
    '%s and %s pass whole, their wildest days confirmed by each other',
    (base, inverse, pair) => {
      for (const [side, symbol, other] of [['base', base, inverse], ['inverse', inverse, base]] as const) {
        const counterpart = counterpartFrom(side, (session) => ratioOn(pair, session), columns(other));
        const { history } = realHistory(symbol);
        const judgement = judge(history, { now: evening, counterpart });
        expect(judgement.bars).toHaveLength(history.rows.length);
        expect(judgement.quarantined.filter(({ scope }) => scope !== 'dividend')).toEqual([]);
        expect([...judgement.gaps, ...judgement.refused]).toEqual([]);
      }
    },
  );

  it.each([
    ['ERY', '2020-03-09'],
    ['SOXS', '2025-04-09'],
  ])('%s of %s is held back while the other leg is unknown', (symbol, session) => {
    const { history } = realHistory(symbol);
    const rows = history.rows.filter((row) => row.session <= session).slice(-5);
    const judgement = judge({ ...history, rows, dividends: [] }, { now: evening });
    expect(reasonsOf(judgement)).toEqual([[session, 'bar', 'unexplained-jump']]);
  });

  it('QQQ’s dividend of June 2010, sent twice a week apart, counts once', () => {
    const { history } = realHistory('QQQ');
    const rows = history.rows.filter(({ session }) => session > '2010-01-01' && session < '2011-01-01');
    const judgement = judge({ ...history, rows }, { now: evening });
    expect(reasonsOf(judgement)).toEqual([['2010-06-25', 'dividend', 'repeated-dividend']]);
  });

  it('SOXS times 15 before one date is distrusted as a whole, with ratio and first session', () => {
    const { history } = realHistory('SOXS');
    const recent = { ...history, rows: history.rows.slice(-12) };
    const stored = asTradedBars(recent).slice(0, 10);
    const rows = recent.rows.map((row, i): VendorRow =>
      i < 6 ? { ...row, open: times15(row.open), high: times15(row.high), low: times15(row.low), close: times15(row.close) } : row,
    );
    const judgement = judge({ ...recent, rows }, { now: evening, stored });
    expect(judgement.bars).toEqual([]);
    const { overlap } = judgement;
    expect(overlap).toMatchObject({ verdict: 'distrusted', reason: 'restated-by-ratio', firstSession: recent.rows[0]?.session });
    expect(overlap.verdict === 'distrusted' && overlap.ratio).toBeCloseTo(15, 6);
    expect(judgement.quarantined).toHaveLength(1);
  });
});

function times15(value: Decimal | null): Decimal | null {
  return value && value.times(15);
}
