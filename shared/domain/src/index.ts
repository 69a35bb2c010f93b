export { AppError, isAppError, messageOf, type ErrorCode, type ErrorDetails } from './errors';
