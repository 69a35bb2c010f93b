import { AppError, messageOf } from '@evenkeel/domain';
import { counted } from '@evenkeel/report';
import { writeArtifacts, checkOutputs } from '../files/output';
import { createTerminal } from '../terminal/terminal';
import { failedBatchOf, type FailedBatchInfo } from './failed-batch';

/** What was typed; everything is text still. */
export interface ReplayOptions {
  readonly stage: string;
  readonly profile?: string | undefined;
  readonly dryRun?: boolean | undefined;
  readonly json?: string | undefined;
}

/** A message of the failure queue, hidden from others while this command works on it. */
export interface FailedMessage {
  readonly id: string;
  readonly body: string;
  /** For `remove` and `release`. */
  readonly receipt: string;
}

/** Which bar a record of the stream is about. */
export interface NamedBar {
  readonly symbol: string;
  readonly session: string;
}

/** Where given-up batches lie, and what works them in. */
export interface ReplayPorts {
  /** Some of the messages that nobody works on, none when there are no more. */
  receive(): Promise<readonly FailedMessage[]>;
  /** The bars that a batch is about; `undefined` where the stream holds its records no more (it keeps them for 24 hours). */
  barsOf(batch: FailedBatchInfo): Promise<readonly NamedBar[] | undefined>;
  /** Recomputes every portfolio from the price table; answers their names. @throws AppError when one of them failed */
  rebuild(): Promise<readonly string[]>;
  /** Takes a message that is done with out of the queue. */
  remove(message: FailedMessage): Promise<void>;
  /** Lets others see a message at once. */
  release(message: FailedMessage): Promise<void>;
}

/** What a replay did. */
export interface ReplaySummary {
  readonly messages: number;
  /** Messages that were worked in and taken out of the queue. */
  readonly replayed: number;
  /** What stays in the queue, and why. */
  readonly left: readonly { readonly id: string; readonly reason: string }[];
  readonly portfolios: readonly string[];
}

/**
 * Drains a stage's failure queue: one rebuild from the price table takes in whatever the batches were about, and only then are their
 * messages removed.
 * @throws AppError `failed` when something stays in the queue
 */
export async function replay(options: ReplayOptions): Promise<void> {
  const terminal = createTerminal(options.json === '-' ? 'stderr' : 'stdout');
  await checkOutputs({ '--json': options.json });
  const { openFailureQueue } = await import('./failure-queue');
  const { ports, close } = await openFailureQueue(options, process.env);
  try {
    const summary = await replayAll(ports, options.dryRun === true, (line) => terminal.say(line));
    if (options.json !== undefined)
      await writeArtifacts([{ path: options.json, text: JSON.stringify(summary, null, 2) }], terminal);
    const [first] = summary.left;
    if (first !== undefined && options.dryRun !== true)
      throw new AppError('failed', `${counted(summary.left.length, 'message')} left in the queue: ${first.reason}`);
  } finally {
    close();
  }
}

/**
 * {@link replay} over its ports, a line a message and one at the end. Run again it does the same: a rebuild that changes nothing writes
 * nothing, and what was not removed is there again.
 */
export async function replayAll(
  ports: ReplayPorts,
  dryRun: boolean,
  say: (line: string) => void,
): Promise<ReplaySummary> {
  const messages = await receiveAll(ports);
  const left: { id: string; reason: string }[] = [];
  const known: FailedMessage[] = [];
  for (const message of messages) {
    const batch = failedBatchOf(message.body);
    if (typeof batch === 'string') {
      say(`${message.id}: ${batch}; it stays`);
      left.push({ id: message.id, reason: `${message.id}: ${batch}` });
      await ports.release(message);
    } else {
      say(`${message.id}: ${describe(batch, await about(batch, ports))}`);
      known.push(message);
    }
  }
  if (messages.length === 0) say('The failure queue is empty: nothing to replay.');
  if (known.length === 0) return { messages: messages.length, replayed: 0, left, portfolios: [] };
  if (dryRun) {
    for (const message of known) await ports.release(message);
    say(`${counted(known.length, 'message')} would be replayed by one rebuild; nothing was changed.`);
    const waiting = known.map(({ id }) => ({ id, reason: 'dry run' }));
    return { messages: messages.length, replayed: 0, left: [...left, ...waiting], portfolios: [] };
  }
  const portfolios = await rebuiltOrReleased(ports, known);
  let replayed = 0;
  for (const message of known) {
    try {
      await ports.remove(message);
      replayed += 1;
    } catch (error) {
      left.push({ id: message.id, reason: `${message.id}: worked in, but not removed: ${messageOf(error)}` });
    }
  }
  say(`Rebuilt ${portfolios.join(', ') || 'nothing'}; ${counted(replayed, 'message')} replayed and removed.`);
  return { messages: messages.length, replayed, left, portfolios };
}

/** Each message is taken once: one that comes again has been released by somebody else meanwhile. */
async function receiveAll(ports: ReplayPorts): Promise<FailedMessage[]> {
  const messages = new Map<string, FailedMessage>();
  for (;;) {
    const page = await ports.receive();
    const before = messages.size;
    for (const message of page) messages.set(message.id, message);
    if (messages.size === before) return [...messages.values()];
  }
}

async function rebuiltOrReleased(ports: ReplayPorts, messages: readonly FailedMessage[]): Promise<readonly string[]> {
  try {
    return await ports.rebuild();
  } catch (error) {
    for (const message of messages) await ports.release(message);
    throw new AppError(
      'failed',
      `${counted(messages.length, 'message')} left in the queue, for the rebuild has failed: ${messageOf(error)}`,
      {},
      { cause: error },
    );
  }
}

function describe({ records, condition, calls, givenUpAt }: FailedBatchInfo, what: string): string {
  const at = givenUpAt.slice(0, 16).replace('T', ' ');
  return `${counted(records, 'record')} ${what}, given up ${at} UTC (${condition}, ${counted(calls, 'call')})`;
}

/** Which bars it is about, as far as that can be told: the rebuild does not depend on it. */
async function about(batch: FailedBatchInfo, ports: ReplayPorts): Promise<string> {
  try {
    const bars = await ports.barsOf(batch);
    return bars === undefined ? 'that the stream no longer holds' : named(bars);
  } catch (error) {
    return `that cannot be looked up (${messageOf(error)})`;
  }
}

function named(bars: readonly NamedBar[]): string {
  const symbols = [...new Set(bars.map(({ symbol }) => symbol))];
  const [oldest = 'no session'] = bars.map(({ session }) => session).sort();
  const first = symbols.slice(0, MOST_NAMED).join(', ');
  const more = symbols.length > MOST_NAMED ? ` and ${counted(symbols.length - MOST_NAMED, 'other')}` : '';
  return `of ${first || 'no symbol'}${more}, from ${oldest} on`;
}

const MOST_NAMED = 12;
