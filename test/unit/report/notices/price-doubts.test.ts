import { doubtNotices } from '../../../../shared/report/src/notices/price-doubts';
import { day } from '../../../factories/bars';

test('doubts about prices are counted where they are many', () => {
  const doubts = Array.from({ length: 30 }, (_, at) => ({
    symbol: null,
    session: day(`2020-06-${String(at + 1).padStart(2, '0')}`),
    reason: 'not-a-session' as const,
    detail: 'closed',
  }));
  const notices = doubtNotices(doubts);
  expect(notices).toHaveLength(10);
  expect(notices[8]).toBe('and 22 more doubts, all in --json');
  expect(doubtNotices([])).toEqual([]);
});
