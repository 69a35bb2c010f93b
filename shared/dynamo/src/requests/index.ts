export { BATCH_SIZE, batchWrite, isPassing, type BatchWriteOptions } from './batch-write';
export { createDynamoClients, exactNumber, isLoopback, type DynamoClients, type DynamoOptions } from './clients';
export type { Item } from './item';
export { asJson, asJsonObject, type Json, type JsonObject } from './json-values';
