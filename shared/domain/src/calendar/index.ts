export { isSessionDate, parseSessionDate, type SessionDate } from './session-date';
