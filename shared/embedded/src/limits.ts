/**
 * The limits of DynamoDB that a request can meet.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html
 */
export const LIMITS = {
  /** Bytes of an item, names included. */
  itemBytes: 400 * 1024,
  hashKeyBytes: 2048,
  rangeKeyBytes: 1024,
  batchWriteItems: 25,
  batchGetItems: 100,
  /** Bytes of the items of one BatchGetItem answer. */
  batchGetBytes: 16 * 1024 * 1024,
  transactionActions: 100,
  transactionBytes: 4 * 1024 * 1024,
  /** Bytes that one page of a query or scan reads, before any filter. */
  pageBytes: 1024 * 1024,
  /** Levels of maps and lists in an item, and elements of a document path. */
  nestingLevels: 32,
  expressionBytes: 4096,
  expressionOperators: 300,
  inOperands: 100,
  listIndex: 2_147_483_647,
  tokenCharacters: 36,
  /** Ms for which a transaction's token is remembered. */
  tokenLife: 10 * 60_000,
  streamRecordsPage: 1000,
  /** Bytes of one GetRecords answer. */
  streamPageBytes: 1024 * 1024,
  /** Ms for which a stream record is kept. */
  streamRecordLife: 24 * 60 * 60_000,
  /** Ms for which a shard iterator is good. */
  shardIteratorLife: 15 * 60_000,
} as const;

/** Bytes of one read unit and one write unit. */
export const UNIT_BYTES = { read: 4096, write: 1024 } as const;
