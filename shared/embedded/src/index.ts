export { EmbeddedDocumentClient } from './client/document-client';
export { EmbeddedClient } from './client/dynamodb-client';
export { StoreError } from './errors';
export { type FolderLock, takeFolder } from './persistence/folder-lock';
export {
  holdsAmazonsTables,
  holdsEmbeddedTables,
  openPersistentDatabase,
  type PersistenceOptions,
  type PersistentDatabase,
} from './persistence/persistent-database';
export { serve, type StoreServer } from './server/http-server';
export { Database, type DatabaseOptions } from './store/database';
export type { Entry, Journal } from './store/entry';
export { expireItems } from './store/expiry';
export { execute, isOperation, type OperationName } from './store/store';
