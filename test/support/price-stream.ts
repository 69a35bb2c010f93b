import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type _Record,
} from '@aws-sdk/client-dynamodb-streams';

/** What the stream said about one bar. */
export interface DeliveredBar {
  readonly ticker: string;
  readonly session: string;
  /** Decimal text. */
  readonly close: string;
  readonly bulk: boolean;
}

/** Everything that a table's stream has delivered since its beginning, in order within each symbol. */
export async function streamOf(client: DynamoDBClient, endpoint: string, table: string): Promise<DeliveredBar[]> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
  const StreamArn = Table?.LatestStreamArn;
  const streams = new DynamoDBStreamsClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  try {
    const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
    const delivered: DeliveredBar[] = [];
    for (const { ShardId } of StreamDescription?.Shards ?? []) {
      const start = await streams.send(
        new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
      );
      let iterator = start.ShardIterator;
      for (let empty = 0; iterator !== undefined && empty < 2;) {
        const { Records = [], NextShardIterator } = await streams.send(
          new GetRecordsCommand({ ShardIterator: iterator }),
        );
        delivered.push(...Records.map(deliveredBar));
        iterator = NextShardIterator;
        empty = Records.length === 0 ? empty + 1 : 0;
      }
    }
    return delivered;
  } finally {
    streams.destroy();
  }
}

function deliveredBar({ dynamodb }: _Record): DeliveredBar {
  const image = dynamodb?.NewImage ?? {};
  return {
    ticker: image.ticker?.S ?? '',
    session: image.timestamp?.S ?? '',
    close: image.close?.N ?? '',
    bulk: image.bulk !== undefined,
  };
}
