export { FolderError, type FolderProblem } from './folder-error';
export { type FolderLock, takeFolder } from './folder-lock';
export {
  holdsAmazonsTables,
  holdsEmbeddedTables,
  openPersistentDatabase,
  type PersistenceOptions,
  type PersistentDatabase,
} from './persistent-database';
