import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import type { Json } from '@evenkeel/dynamo/requests';

/** Tells the subscribers of a portfolio that its session calls for trades. */
export type Announce = (portfolio: string, session: string, signal: Json) => Promise<void>;

/** An {@link Announce} over an SNS topic: a line to read as subject, the signal as JSON. */
export function announceOverSns(client: Pick<SNSClient, 'send'>, topicArn: string): Announce {
  return async (portfolio, session, signal) => {
    await client.send(
      new PublishCommand({
        TopicArn: topicArn,
        // SNS allows 100 characters of ASCII in a subject.
        Subject: `Rebalance ${portfolio} (${session})`.replace(/[^ -~]/g, '?').slice(0, 100),
        Message: JSON.stringify(signal, null, 2),
        MessageAttributes: {
          portfolio: { DataType: 'String', StringValue: portfolio },
          session: { DataType: 'String', StringValue: session },
        },
      }),
    );
  };
}
