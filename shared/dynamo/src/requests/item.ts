import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** One item of a table in DynamoDB's own form. */
export type Item = Record<string, AttributeValue>;
