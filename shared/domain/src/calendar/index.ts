export { addCalendarDays, addCalendarMonths, calendarDaysBetween, dayNumber, weekdayOf } from './civil-date';
export {
  exchangeDate,
  FINAL_AFTER_MINUTES,
  finalAt,
  isFinal,
  lastFinishedSession,
  sessionClose,
} from './exchange-clock';
export { EXCHANGE_ZONE } from './exchange-zone';
export { AD_HOC_CLOSURES, AD_HOC_EARLY_CLOSES, type CalendarException } from './exceptions';
export { isSessionDate, parseSessionDate, type SessionDate } from './session-date';
export {
  CALENDAR_FIRST,
  CALENDAR_LAST,
  isInCalendar,
  isSession,
  nextSession,
  previousSession,
  sessionOnOrAfter,
  sessionOnOrBefore,
  sessionsAfter,
  sessionsBetween,
  whyClosed,
} from './sessions';
export { firstRowFrom, lastRowUpTo, rowOfSession } from './rows';
