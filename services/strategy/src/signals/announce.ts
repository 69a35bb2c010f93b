import { PublishCommand, type PublishCommandInput, type SNSClient } from '@aws-sdk/client-sns';
import { isAppError, messageOf } from '@evenkeel/domain';
import type { Json, JsonObject } from '@evenkeel/dynamo/requests';
import type { Signal } from '@evenkeel/dynamo/strategy';
import { SEVERITIES, textMessage } from '@evenkeel/report/signals';

/** Tells the subscribers of a portfolio of a signal. */
export type Announce = (portfolio: string, signal: Signal) => Promise<void>;

/** An {@link Announce} over an SNS topic. */
export function announceOverSns(client: Pick<SNSClient, 'send'>, topicArn: string): Announce {
  return async (portfolio, signal) => {
    await client.send(new PublishCommand({ TopicArn: topicArn, ...messageFor(portfolio, signal) }));
  };
}

/**
 * Whether a signal that could not be sent never can be: SNS does not take what it says. A topic that is not there, or may not be
 * written to, can be mended.
 */
export function isUndeliverable(error: unknown): boolean {
  if (isAppError(error, 'bad-data')) return true;
  return error instanceof Error && /^InvalidParameter(Exception|Value(Exception)?)?$/.test(error.name)
    ? !messageOf(error).includes('Topic')
    : false;
}

/** SNS takes 256 KB, attributes and all. */
const MOST_BYTES = 240_000;

/**
 * The message of a signal: words for people, JSON for programs, chosen by how each has subscribed. The id is the same however
 * often the signal is sent; what filter policies go by stands in the attributes.
 */
export function messageFor(portfolio: string, signal: Signal): Omit<PublishCommandInput, 'TopicArn'> {
  const { id, kind, session, version, subject } = signal;
  const severity = SEVERITIES[kind];
  const text = (value: string) => ({ DataType: 'String', StringValue: value });
  return {
    Subject: subject,
    MessageStructure: 'json',
    Message: structured(portfolio, signal),
    MessageAttributes: {
      id: text(id),
      kind: text(kind),
      portfolio: text(portfolio),
      session: text(session),
      severity: text(severity),
      version: { DataType: 'Number', StringValue: String(version) },
    },
  };
}

/** How programs subscribe. */
const PROGRAMS = ['sqs', 'lambda', 'http', 'https', 'firehose'] as const;

function structured(portfolio: string, { id, kind, session, version, content, text, subject }: Signal): string {
  const told = `${text}\n\nid ${id}\n`;
  const people = { default: told, email: told, sms: textMessage(text) };
  const about = { id, kind, severity: SEVERITIES[kind], portfolio, session, version, subject };
  for (const shorter of shortened(contentIn(content))) {
    const json = JSON.stringify({ ...shorter, ...about });
    const message = JSON.stringify({ ...people, ...Object.fromEntries(PROGRAMS.map((protocol) => [protocol, json])) });
    if (Buffer.byteLength(message) <= MOST_BYTES) return message;
  }
  // What people read is bounded, so this always fits.
  const json = JSON.stringify({ ...about, shortened: true });
  return JSON.stringify({ ...people, ...Object.fromEntries(PROGRAMS.map((protocol) => [protocol, json])) });
}

function contentIn(content: Json): JsonObject {
  return isObject(content) ? content : { content };
}

function isObject(content: Json): content is JsonObject {
  return typeof content === 'object' && content !== null && !Array.isArray(content);
}

/** The content, and what is left of it where it is too long: first without what is not to be traded, then the largest orders. */
function* shortened(content: JsonObject): Generator<JsonObject> {
  yield content;
  const rest = Object.entries(content).filter(
    ([key]) => !['pairs', 'replaces', 'modelHoldings', 'modelOrders'].includes(key),
  );
  const most = { ...Object.fromEntries(rest), shortened: true };
  yield most;
  const orders = content['orders'];
  if (Array.isArray(orders)) yield { ...most, orders: orders.slice(0, 100) };
}
