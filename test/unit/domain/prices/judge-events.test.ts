import { judge, type VendorHistory } from '@evenkeel/domain/prices';
import { bar, day, vendorHistory, vendorRow } from '../../../factories/bars';
import { now, reasonsOf, sessionsOf, week, WEEK } from '../../../factories/judged-week';

/** Monday 24 to Friday 28 June 2024; Wednesday's row has not come. */
const [MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY] = [
  '2024-06-24',
  '2024-06-25',
  '2024-06-26',
  '2024-06-27',
  '2024-06-28',
];
const withoutWednesday = (events: Parameters<typeof vendorHistory>[1]): VendorHistory =>
  vendorHistory(
    week().filter(({ session }) => session !== WEDNESDAY),
    events,
  );
const HELD = [
  [THURSDAY, 'bar', 'event-without-bar'],
  [FRIDAY, 'bar', 'event-without-bar'],
];

describe('an event of a session without a bar', () => {
  it.each([
    ['dividend', { dividends: [[WEDNESDAY, 1]] }],
    ['split', { splits: [[WEDNESDAY, 1.1]] }],
  ] satisfies [string, Parameters<typeof vendorHistory>[1]][])(
    'a %s holds back the bars after it, and not those before',
    (kind, events) => {
      const judgement = judge(withoutWednesday(events), { now });
      expect(reasonsOf(judgement)).toEqual(HELD);
      expect(sessionsOf(judgement)).toEqual([MONDAY, TUESDAY]);
      expect(judgement.gaps).toEqual([WEDNESDAY]);
      expect(judgement.quarantined[0]?.detail).toMatch(new RegExp(`the ${kind} of ${WEDNESDAY} .* after ${TUESDAY}`));
    },
  );

  it.each(['close', 'volume'] as const)('so does one whose row lacks its %s', (column) => {
    const rows = week().map((row) => (row.session === WEDNESDAY ? { ...row, [column]: null } : row));
    const judgement = judge(vendorHistory(rows, { dividends: [[WEDNESDAY, 1]] }), { now });
    expect(reasonsOf(judgement)).toEqual([[WEDNESDAY, 'bar', 'missing-value'], ...HELD]);
  });

  it('so does one whose own bar jumped', () => {
    const judgement = judge(vendorHistory(week({ [WEDNESDAY]: { close: 1000 } }), { dividends: [[WEDNESDAY, 1]] }), {
      now,
    });
    expect(reasonsOf(judgement)).toEqual([[WEDNESDAY, 'bar', 'unexplained-jump'], ...HELD]);
  });

  it('lets all of them pass once its row has come', () => {
    const judgement = judge(vendorHistory(week(), { dividends: [[WEDNESDAY, 1]] }), { now });
    expect(sessionsOf(judgement)).toEqual(WEEK);
    expect(judgement.quarantined).toEqual([]);
  });

  it('matters no more where its bar is stored', () => {
    const stored = [bar(TUESDAY), bar(WEDNESDAY, { dividend: 1 })];
    expect(judge(withoutWednesday({ dividends: [[WEDNESDAY, 1]] }), { now, stored }).quarantined).toEqual([]);
  });

  it('is counted from the last stored bar, also when the fetch begins after it', () => {
    const history = vendorHistory([vendorRow(THURSDAY), vendorRow(FRIDAY)], { dividends: [[WEDNESDAY, 1]] });
    expect(reasonsOf(judge(history, { now, stored: [bar(TUESDAY)] }))).toEqual(HELD);
    expect(judge(history, { now }).quarantined).toEqual([]);
  });

  it('is over for all later bars when an operator has accepted the first one after it', () => {
    const history = withoutWednesday({ dividends: [[WEDNESDAY, 1]] });
    const accepted = judge(history, { now, released: new Set([day(THURSDAY)]) });
    expect(sessionsOf(accepted)).toEqual([MONDAY, TUESDAY, THURSDAY, FRIDAY]);
    const stored = [bar(TUESDAY), bar(THURSDAY)];
    expect(judge(history, { now, stored }).quarantined).toEqual([]);
  });

  it.each([
    ['a dividend that is itself doubted', { dividends: [[WEDNESDAY, -1]] }],
    ['an event on a day without a session', { dividends: [['2024-06-23', 1]] }],
    ['an event to come', { splits: [['2024-07-15', 2]] }],
  ] satisfies [string, Parameters<typeof vendorHistory>[1]][])('%s holds back nothing', (_, events) => {
    const rows = [vendorRow('2024-06-21'), ...week().filter(({ session }) => session !== WEDNESDAY)];
    expect(judge(vendorHistory(rows, events), { now }).bars).toHaveLength(5);
  });
});
