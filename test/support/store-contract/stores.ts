import { Database, execute, StoreError } from '@evenkeel/embedded';
import type { Call, Outcome, Store } from './contract';

/** The embedded store, called in this process; answers are read back from JSON, as they would come over the wire. */
export function embeddedStore(clock: () => number = Date.now): Store {
  const database = new Database({ clock });
  return ([operation, input]) => {
    try {
      const answer: unknown = JSON.parse(
        JSON.stringify(execute(database, operation, JSON.parse(JSON.stringify(input)))),
      );
      return Promise.resolve({ answer });
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      const { name, message, details } = error;
      const told: unknown = JSON.parse(JSON.stringify(details));
      return Promise.resolve(outcomeOfError(name, message, told));
    }
  };
}

/** A store behind HTTP: DynamoDB Local, or the embedded one as a server. */
export function httpStore(endpoint: string): Store {
  return async (call) => {
    const response = await fetch(endpoint, { method: 'POST', headers: headersOf(call), body: JSON.stringify(call[1]) });
    const body: unknown = await response.json();
    if (response.ok) return { answer: body };
    if (typeof body !== 'object' || body === null) throw new Error(`${call[0]} answered ${JSON.stringify(body)}`);
    const { __type: type, message, Message, ...details }: Record<string, unknown> = { ...body };
    return outcomeOfError(String(type).replace(/^.*#/, ''), String(message ?? Message), details);
  };
}

/** The headers of a call in AWS JSON 1.0, with a signature that nobody checks. */
export function headersOf([operation]: Call): Record<string, string> {
  const streams = ['ListStreams', 'DescribeStream', 'GetShardIterator', 'GetRecords'].includes(operation);
  return {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': `DynamoDB${streams ? 'Streams' : ''}_20120810.${operation}`,
    authorization:
      'AWS4-HMAC-SHA256 Credential=local/20200101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=none',
  };
}

function outcomeOfError(error: string, message: string, details: unknown): Outcome {
  const told = typeof details === 'object' && details !== null && Object.keys(details).length > 0 ? details : undefined;
  return { error, message, ...(told === undefined ? {} : { details: told }) };
}
