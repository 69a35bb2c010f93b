import fc from 'fast-check';
import { buildPanel, droppedReasons, type PanelRange } from '@evenkeel/domain/backtest';
import { parseSessionDate } from '@evenkeel/domain/calendar';
import { parsePortfolio } from '@evenkeel/domain/portfolio';
import { parseTicker } from '@evenkeel/domain/prices';
import { droppedNotices } from '../../../../shared/report/src/notices/dropped-sessions';
import { pairFile, portfolioFile } from '../../../factories/portfolio';
import { seriesOf, weekdays } from '../../../factories/random-market';

const pairs = [pairFile('AAA', 'ZZZ'), pairFile('BBB', 'YYY')];
const portfolio = parsePortfolio(portfolioFile({ pairs }), 'test');
const DAYS = weekdays(20);
const day = (at: number) => DAYS[at] ?? '';

/** Notices where every symbol has the days of {@link DAYS} that `has` says. */
function noticesOf(
  has: (symbol: string, at: number) => boolean,
  range: PanelRange = {},
): { notices: string[]; dropped: number } {
  const series = new Map(
    ['AAA', 'ZZZ', 'BBB', 'YYY'].map((name) => {
      const kept = DAYS.filter((_, at) => has(name, at));
      const ticker = parseTicker(name);
      return [
        ticker,
        seriesOf(
          ticker,
          kept.map(() => 10),
          kept.map(() => 10),
          kept,
        ),
      ] as const;
    }),
  );
  const panel = buildPanel(portfolio, series, range);
  return { notices: droppedNotices(droppedReasons(panel, series)), dropped: panel.droppedSessions };
}

describe('sessions left out', () => {
  test('before the last fund has listed are one line that names it and when the others did', () => {
    const { notices } = noticesOf((symbol, at) => at >= ({ ZZZ: 2, YYY: 5 }[symbol] ?? 0));
    expect(notices).toEqual([
      `5 sessions before ${day(5)} left out: YYY, the last fund to list, has no bar yet (AAA from ${day(0)}, BBB from ${day(0)}, ZZZ from ${day(2)})`,
    ]);
  });

  test('are counted from the start of the range, while listing days are the funds’ own', () => {
    const { notices } = noticesOf((symbol, at) => symbol !== 'YYY' || at >= 5, { from: parseSessionDate(day(3)) });
    expect(notices[0]).toMatch(new RegExp(`^2 sessions before ${day(5)} left out: YYY, .*AAA from ${day(0)}`));
  });

  test('after a fund has stopped are one line that names who lags since when', () => {
    const { notices } = noticesOf((symbol, at) => at <= ({ ZZZ: 17, BBB: 15, YYY: 15 }[symbol] ?? 19));
    expect(notices).toEqual([
      `4 sessions after ${day(15)} left out, up to ${day(19)}: no bar of BBB, YYY since ${day(15)}, ZZZ since ${day(17)}`,
    ]);
  });

  test('in between are listed by date, neighbours as a range', () => {
    const gaps = new Map([
      ['ZZZ', [3, 4, 5, 9]],
      ['YYY', [5]],
    ]);
    const { notices } = noticesOf((symbol, at) => !(gaps.get(symbol) ?? []).includes(at));
    expect(notices).toEqual([
      `3 sessions left out, no bar of ZZZ: ${day(3)} to ${day(4)}, ${day(9)}`,
      `1 session left out, no bar of ZZZ, YYY: ${day(5)}`,
    ]);
  });

  test('are none where every symbol has every bar', () => {
    expect(noticesOf(() => true)).toEqual({ notices: [], dropped: 0 });
  });

  test('are all accounted for, whatever is missing', () => {
    const missing = fc.array(
      fc.tuple(fc.constantFrom('AAA', 'ZZZ', 'BBB', 'YYY'), fc.nat(19)).filter(([, at]) => at !== 10),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(missing, (holes) => {
        const { notices, dropped } = noticesOf(
          (symbol, at) => !holes.some(([name, hole]) => name === symbol && hole === at),
        );
        const counted = notices.reduce(
          (sum, notice) => sum + Number(/^(\d+) session/.exec(notice)?.[1] ?? Number.NaN),
          0,
        );
        expect(counted).toBe(dropped);
      }),
    );
  });
});
