import type { Process, Publication } from './process';
import type { World } from './world';

/** A message as a subscriber has got it. */
export interface Delivered {
  readonly at: number;
  /** What it says it is, the same however often it is sent. */
  readonly id: string;
  readonly sender: Process;
  readonly invocation: string;
  /** Whether its sender has learned of it. */
  readonly acknowledged: boolean;
  /** Why it has come although it had come before: absent for the first, and where there is no reason. */
  readonly reason?: string;
}

/** The topic and whoever listens to it. */
export class Subscribers {
  /** In the order of their coming. */
  readonly delivered: Delivered[] = [];
  /** Invocations that have failed. */
  readonly failed = new Set<string>();

  /** The topic refuses everything for a while. */
  private failsUntil = 0;

  constructor(private readonly world: World) {}

  /** As the SDK's client does it: three attempts, with pauses. */
  async publish(sender: Process, { Subject, MessageAttributes }: Publication): Promise<object> {
    const { world } = this;
    const { faults, scheduler } = world;
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      await scheduler.pause(world.latency(), sender);
      if (faults.strikes('publish failed'))
        this.failsUntil = world.now + faults.chanceOf('publish failed').between(0, 90_000);
      if (world.now <= this.failsUntil) {
        world.tell(`${sender.name} cannot publish`);
      } else {
        const id = MessageAttributes?.['id']?.StringValue ?? '';
        const lost = faults.strikes('publish acknowledged late or never');
        const reason = this.reasonFor(id, sender.invocation);
        this.delivered.push({
          at: world.now,
          id,
          sender,
          invocation: sender.invocation,
          acknowledged: !lost,
          ...(reason === undefined ? {} : { reason }),
        });
        world.tell(`${sender.name} publishes ${id}: ${Subject ?? ''}`);
        await scheduler.pause(
          lost ? faults.chanceOf('publish acknowledged late or never').between(50, 20_000) : 3,
          sender,
        );
        if (!lost) return { MessageId: `message-${this.delivered.length}` };
      }
      sender.hinderedAt = world.now;
    }
    throw Object.assign(new Error('The topic cannot be reached'), { name: 'InternalFailure' });
  }

  /** What the sender before could not know, or was kept from noting. */
  private reasonFor(id: string, invocation: string): string | undefined {
    const before = this.delivered.filter((message) => message.id === id);
    const last = before.at(-1);
    if (last === undefined) return undefined;
    if (!last.acknowledged) return 'the one before was not acknowledged';
    if (last.sender.hinderedAt >= last.at) return 'its sender was hindered before it could note it';
    if (this.failed.has(last.invocation)) return 'its sender has failed before it could note it';
    // The SDK sends again what it has not heard of, whatever others have done meanwhile.
    const itsOwn = before.some((earlier) => earlier.invocation === invocation && !earlier.acknowledged);
    return itsOwn ? 'the SDK has not heard of the one before' : undefined;
  }
}
