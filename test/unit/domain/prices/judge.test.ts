import { Decimal } from 'decimal.js';
import { judge, type Judgement } from '@evenkeel/domain/prices';
import { bar, vendorHistory, vendorRow, type BarValues } from '../../../factories/bars';
import { now, reasonsOf, sessionsOf, week, WEEK } from '../../../factories/judged-week';

describe('rows by themselves', () => {
  it('a sound week passes whole', () => {
    const judgement = judge(vendorHistory(week()), { now });
    expect(sessionsOf(judgement)).toEqual(WEEK);
    expect(judgement).toMatchObject({
      quarantined: [],
      refused: [],
      gaps: [],
      eventsWithoutBar: [],
      overlap: { verdict: 'none' },
    });
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
    const rows = [
      ...week().slice(0, 4),
      vendorRow('2024-06-28', {}, ['close']),
      vendorRow('2024-06-28', { close: 103 }),
    ];
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
  const rows = [
    vendorRow('2024-06-14'),
    vendorRow('2024-06-17'),
    vendorRow('2024-06-18'),
    vendorRow('2024-06-20'),
    vendorRow('2024-06-21'),
    ...week(),
  ];
  const dividendsIn = (judgement: Judgement) =>
    judgement.bars.filter((each) => !each.dividend.isZero()).map((each) => [each.session, each.dividend.toNumber()]);

  it('a second dividend within 7 days is held back, its bar is kept without it', () => {
    const judgement = judge(
      vendorHistory(rows, {
        dividends: [
          ['2024-06-17', 1],
          ['2024-06-24', 1],
          ['2024-06-25', 1],
        ],
      }),
      { now },
    );
    expect(reasonsOf(judgement)).toEqual([['2024-06-24', 'dividend', 'repeated-dividend']]);
    expect(dividendsIn(judgement)).toEqual([
      ['2024-06-17', 1],
      ['2024-06-25', 1],
    ]);
    expect(judgement.bars).toHaveLength(rows.length);
  });

  it('the same payment twice on one day counts once, another amount does not count', () => {
    const judgement = judge(
      vendorHistory(rows, {
        dividends: [
          ['2024-06-25', 1],
          ['2024-06-25', 1],
          ['2024-06-25', 2],
        ],
      }),
      { now },
    );
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

  it('a second entry of a stored day is a repetition, and adds nothing to what is stored', () => {
    const stored = [bar('2024-06-20'), bar('2024-06-21', { dividend: 0.5 })];
    const twice = judge(
      vendorHistory(rows, {
        dividends: [
          ['2024-06-21', 0.5],
          ['2024-06-21', 0.499999],
        ],
      }),
      { now, stored },
    );
    expect(reasonsOf(twice)).toEqual([['2024-06-21', 'dividend', 'repeated-dividend']]);
    expect(twice.overlap).toEqual({ verdict: 'agrees', sessions: 2 });
    expect(dividendsIn(twice)).toEqual([['2024-06-21', 0.5]]);
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
    const judgement = judge(vendorHistory(rows, { dividends: [['2024-07-15', 1]], splits: [['2024-07-16', 2]] }), {
      now,
    });
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
