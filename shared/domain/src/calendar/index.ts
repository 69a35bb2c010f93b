export { addCalendarDays, addCalendarMonths, calendarDaysBetween, dayNumber } from './civil-date';
export { exchangeDate, finalAt, lastFinishedSession } from './exchange-clock';
export { isSessionDate, parseSessionDate, type SessionDate } from './session-date';
export {
  CALENDAR_FIRST,
  isInCalendar,
  isSession,
  nextSession,
  previousSession,
  sessionOnOrBefore,
  sessionsAfter,
  sessionsBetween,
  whyClosed,
} from './sessions';
export { firstRowFrom, lastRowUpTo, rowOfSession } from './rows';
