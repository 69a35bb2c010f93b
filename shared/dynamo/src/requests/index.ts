export { type BatchWriteOptions } from './batch-write';
export { createDynamoClients, isLoopback, type DynamoClients, type DynamoOptions } from './clients';
export type { Item } from './item';
export { asJsonObject, type Json, type JsonObject } from './json-values';
