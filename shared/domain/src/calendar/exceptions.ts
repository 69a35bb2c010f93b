import { parseSessionDate, type SessionDate } from './session-date';

/** A day on which the exchange departed from its rules. */
export interface CalendarException {
  /** Exchange-local date. */
  readonly date: SessionDate;
  readonly reason: string;
}

/**
 * Weekdays on which the New York Stock Exchange stayed closed for a reason that no rule foresees.
 * A new one is one more line here.
 * Source: NYSE, "Special Closings" (https://www.nyse.com/publicdocs/nyse/regulation/nyse/Special_Closings.pdf)
 * and the exchange's trader updates for 2012, 2018 and 2025.
 */
export const AD_HOC_CLOSURES: readonly CalendarException[] = [
  on('1994-04-27', 'Funeral of former President Richard Nixon'),
  on('2001-09-11', 'Attacks of September 11'),
  on('2001-09-12', 'Attacks of September 11'),
  on('2001-09-13', 'Attacks of September 11'),
  on('2001-09-14', 'Attacks of September 11'),
  on('2004-06-11', 'Day of mourning for former President Ronald Reagan'),
  on('2007-01-02', 'Day of mourning for former President Gerald Ford'),
  on('2012-10-29', 'Hurricane Sandy'),
  on('2012-10-30', 'Hurricane Sandy'),
  on('2018-12-05', 'Day of mourning for former President George H. W. Bush'),
  on('2025-01-09', 'Day of mourning for former President Jimmy Carter'),
];

/**
 * Sessions that ended at 13:00 New York time by a single decision of the exchange.
 * Source: as for {@link AD_HOC_CLOSURES}.
 */
export const AD_HOC_EARLY_CLOSES: readonly CalendarException[] = [
  on('1997-12-26', 'Friday after Christmas 1997'),
  on('1999-12-31', "New Year's Eve before the year 2000"),
  on('2003-12-26', 'Friday after Christmas 2003'),
];

function on(date: string, reason: string): CalendarException {
  return { date: parseSessionDate(date, 'exchange calendar'), reason };
}
