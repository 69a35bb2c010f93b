export { AppError, isAppError, messageOf, type ErrorCode, type ErrorDetails } from './errors';
export { canonicalJson, parseJson } from './json';
