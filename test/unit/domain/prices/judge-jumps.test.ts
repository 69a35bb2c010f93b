import type { Decimal } from 'decimal.js';
import { DEFAULT_UNIVERSE, ratioOn } from '@evenkeel/domain/pairs';
import {
  asTradedBars,
  counterpartFrom,
  judge,
  seriesFromColumns,
  type Counterpart,
  type VendorRow,
} from '@evenkeel/domain/prices';
import { bar, columnsOf, day, feedAsOf, realHistory, vendorHistory, vendorRow } from '../../../factories/bars';
import { now, reasonsOf, week } from '../../../factories/judged-week';
import { describeWithSharedData } from '../../../support/shared-data';

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

  // A fall of 50 % is within 35 % of what is implied from -0.5 / 1.35 to -0.5 / 0.65; at ratio 3 the other leg then moved 12.3457 % to 25.6410 %.
  it.each([
    [0.1234, false],
    [0.1235, true],
    [0.2564, true],
    [0.2565, false],
  ])('a leg may miss what the other one (%d) implies by 35 %% of it: %s', (moved, believed) => {
    const judgement = judge(vendorHistory(week({ '2024-06-28': { close: 50 } })), {
      now,
      counterpart: witness('inverse', moved),
    });
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

  it.each([
    [104, 145, 5],
    [96, 139, 4],
  ])(
    'measures a new bar against the corrected one before it: 100 corrected to %d, then %d leaves %d bars',
    (corrected, close, bars) => {
      const stored = ['2024-06-24', '2024-06-25', '2024-06-26', '2024-06-27'].map((session) => bar(session));
      const rows = week({ '2024-06-27': { close: corrected }, '2024-06-28': { close } });
      const judgement = judge(vendorHistory(rows), { now, stored });
      expect(judgement.overlap).toMatchObject({ verdict: 'differs', restatements: [{ session: '2024-06-27' }] });
      expect(judgement.bars).toHaveLength(bars);
    },
  );

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

describe('a split nobody announced', () => {
  // 1 for 5 on Thursday: the vendor restates its rows that evening, and lists the split a day later.
  const restated = week({ '2024-06-27': { close: 101 }, '2024-06-28': { close: 102 } });
  const stored = ['2024-06-24', '2024-06-25', '2024-06-26'].map((session) => bar(session, { close: 20 }));

  it('holds the fetch back until it is listed, and then stores what was held back', () => {
    const thursday = judge(vendorHistory(restated.slice(0, 4)), { now: new Date('2024-06-27T22:30:00Z'), stored });
    expect(thursday.bars).toEqual([]);
    expect(reasonsOf(thursday)).toEqual([['2024-06-24', 'fetch', 'unannounced-split']]);
    const friday = judge(vendorHistory(restated, { splits: [['2024-06-27', 0.2]] }), { now, stored });
    expect(friday.quarantined).toEqual([]);
    expect(friday.bars.map((each) => each.close.toNumber())).toEqual([20, 20, 20, 101, 102]);
  });

  it('that only the new row knows is a jump', () => {
    const rows = [
      ...stored.map(({ session }) => vendorRow(session, { close: 20 })),
      vendorRow('2024-06-27', { close: 101 }),
    ];
    expect(reasonsOf(judge(vendorHistory(rows), { now, stored }))).toEqual([['2024-06-27', 'bar', 'unexplained-jump']]);
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
      for (const [side, symbol, other] of [
        ['base', base, inverse],
        ['inverse', inverse, base],
      ] as const) {
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
      i < 6
        ? { ...row, open: times15(row.open), high: times15(row.high), low: times15(row.low), close: times15(row.close) }
        : row,
    );
    const judgement = judge({ ...recent, rows }, { now: evening, stored });
    expect(judgement.bars).toEqual([]);
    const { overlap } = judgement;
    expect(overlap).toMatchObject({
      verdict: 'distrusted',
      reason: 'restated-by-ratio',
      firstSession: recent.rows[0]?.session,
    });
    expect(overlap.verdict === 'distrusted' && overlap.ratio).toBeCloseTo(15, 6);
    expect(judgement.quarantined).toHaveLength(1);
  });
});

function times15(value: Decimal | null): Decimal | null {
  return value && value.times(15);
}
