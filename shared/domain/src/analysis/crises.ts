import { isSessionDate, lastRowUpTo } from '../calendar';
import { basicMetrics } from './basic-metrics';
import type { Curve } from './calendar-tables';
import type { CrisisResult } from './report-model';

/** A fall of the US market: name, last close at the peak, close at the trough. */
type Crisis = readonly [name: string, peak: string, trough: string];

/**
 * Falls of the S&P 500 that people remember by name, from the closing high before to the closing
 * low of the fall. Source: closing levels of the S&P 500 index (S&P Dow Jones Indices; FRED series
 * SP500); the dates are equally the highs and lows of SPY's closes.
 */
const CRISES: readonly Crisis[] = [
  ['Russian default, LTCM', '1998-07-17', '1998-08-31'],
  ['Dot-com bust', '2000-03-24', '2002-10-09'],
  ['Financial crisis', '2007-10-09', '2009-03-09'],
  ['Flash crash, Greek debt', '2010-04-23', '2010-07-02'],
  ['US downgrade, euro debt', '2011-04-29', '2011-10-03'],
  ['Yuan devaluation', '2015-08-17', '2015-08-25'],
  ['China and oil sell-off', '2015-07-20', '2016-02-11'],
  ['Brexit vote', '2016-06-23', '2016-06-27'],
  ['Volmageddon', '2018-01-26', '2018-02-08'],
  ['Rate scare of late 2018', '2018-09-20', '2018-12-24'],
  ['Covid crash', '2020-02-19', '2020-03-23'],
  ['Inflation bear market', '2022-01-03', '2022-10-12'],
  ['Silicon Valley Bank', '2023-03-08', '2023-03-13'],
  ['Higher for longer', '2023-07-31', '2023-10-27'],
  ['Yen carry unwind', '2024-07-16', '2024-08-05'],
  ['Tariff shock', '2025-02-19', '2025-04-08'],
];

/** What the curve and its benchmark did in each crisis that lies wholly within the run. */
export function crisisResults(curve: Curve): CrisisResult[] {
  const { sessions, nav, benchmark } = curve;
  const first = sessions.at(0);
  const last = sessions.at(-1);
  if (first === undefined || last === undefined) return [];
  return CRISES.flatMap(([name, from, to]) => {
    if (!isSessionDate(from) || !isSessionDate(to) || from < first || to > last) return [];
    const start = lastRowUpTo(sessions, from);
    const end = lastRowUpTo(sessions, to);
    const startNav = nav[start] ?? Number.NaN;
    const figures = basicMetrics(nav.subarray(start, end + 1), startNav);
    return [
      {
        name,
        from,
        to,
        return: figures.totalReturn,
        benchmark:
          benchmark === undefined ? null : (benchmark[end] ?? Number.NaN) / (benchmark[start] ?? Number.NaN) - 1,
        maxDrawdown: figures.maxDrawdown,
      },
    ];
  });
}
