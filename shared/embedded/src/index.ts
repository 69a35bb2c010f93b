export { StoreError } from './errors';
export { Database, type DatabaseOptions } from './store/database';
export type { Entry, Journal } from './store/entry';
export { expireItems } from './store/expiry';
export { execute, isOperation, type OperationName } from './store/store';
