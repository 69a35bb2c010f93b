export { EmbeddedDocumentClient } from './document-client';
export { type Caller, EmbeddedClient } from './dynamodb-client';
