import { execute, isOperation, StoreError } from '@evenkeel/embedded';
import { deliver, type FailedBatch } from '../../../cli/src/stack/stream/delivery';
import type { EventSource } from '../../../cli/src/stack/stream/event-source';
import { matchesPattern } from '../../../cli/src/stack/stream/filter-pattern';
import type { LambdaRecord } from '../../../cli/src/stack/stream/stream-api';
import { Chance } from './chance';
import type { LambdaFunction } from './lambda';
import type { Tables } from './tables';
import type { World } from './world';

/**
 * Carries the price table's stream to one function, as Lambda does: a reader a shard, parents before children, batches in order, by
 * the same code that delivers them in the local stack; more than once where it pleases.
 */
export class EventSourceMapping {
  /** Batches that were given up. */
  readonly destination: FailedBatch[] = [];
  private readonly readers = new Map<string, Promise<void>>();
  private readonly waiting = new Set<() => void>();
  private busy = 0;
  private readonly chance: Chance;

  constructor(
    private readonly world: World,
    private readonly tables: Tables,
    private readonly source: EventSource,
    private readonly target: LambdaFunction,
  ) {
    this.chance = new Chance(world.seed, `event source of ${target.settings.name}`);
  }

  /** To be called when the stream may have something new. */
  wake(): void {
    for (const { ShardId, ParentShardId } of this.shards()) {
      if (this.readers.has(ShardId)) continue;
      const parent = ParentShardId === undefined ? undefined : this.readers.get(ParentShardId);
      if (parent !== undefined) this.world.recovered('child shard read after its parent');
      const reader = this.read(ShardId, parent);
      reader.catch((error: unknown) => this.world.violated('nothing unforeseen', String(error)));
      this.readers.set(ShardId, reader);
    }
    const waiting = [...this.waiting];
    this.waiting.clear();
    for (const go of waiting) go();
  }

  /** True where everything has been delivered, or given up. */
  get idle(): boolean {
    return this.busy === 0;
  }

  private async read(shard: string, parent: Promise<void> | undefined): Promise<void> {
    this.busy += 1;
    await parent;
    let last: string | undefined;
    const past: LambdaRecord[] = [];
    for (;;) {
      const { records, closed } = this.page(shard, last);
      if (records.length === 0) {
        if (closed) break;
        this.busy -= 1;
        await new Promise<void>((go) => this.waiting.add(go));
        this.busy += 1;
        await this.world.scheduler.pause(this.wait());
        continue;
      }
      last = records.at(-1)?.dynamodb.SequenceNumber;
      const wanted = records.filter((record) =>
        this.source.patterns.some((pattern) => matchesPattern(record, pattern)),
      );
      for (const batch of this.batches(wanted)) await this.deliver(batch, past);
      past.push(...wanted);
    }
    this.busy -= 1;
  }

  private async deliver(batch: readonly LambdaRecord[], past: readonly LambdaRecord[]): Promise<void> {
    const { faults } = this.world;
    await this.deliverOnce(batch);
    if (faults.strikes('batch delivered twice')) await this.deliverOnce(batch);
    if (past.length > 0 && faults.strikes('batch replayed from earlier')) {
      const from = faults
        .chanceOf('batch replayed from earlier')
        .between(Math.max(0, past.length - 20), past.length - 1);
      for (const again of this.batches([...past.slice(from), ...batch])) await this.deliverOnce(again);
    }
  }

  private async deliverOnce(batch: readonly LambdaRecord[]): Promise<void> {
    const { world } = this;
    let attempts = 0;
    await deliver(batch, this.source, {
      invoke: (records) => {
        attempts += 1;
        if (records.length < batch.length)
          world.recovered('batch delivered again from its failed record, or in halves');
        else if (attempts > 1) world.recovered('batch delivered again as a whole');
        return this.target.invoke({ Records: records });
      },
      onFailure: (failed) => {
        world.tell(`${this.target.settings.name} gives up ${failed.records} records: ${failed.reason}`);
        this.destination.push(failed);
      },
      pause: (attempt) =>
        world.scheduler.pause(Math.min(60_000, 1_000 * 2 ** attempt) * (0.5 + this.chance.next() / 2)),
      stopping: () => false,
    });
  }

  /** How long records wait for others. */
  private wait(): number {
    const { faults } = this.world;
    const behind = faults.strikes('stream behind') ? faults.chanceOf('stream behind').between(60_000, 1_800_000) : 0;
    return behind + this.source.batchWindowMs * this.chance.next();
  }

  /** Batches of any size up to what is allowed: how records fall into them is nobody's promise. */
  private *batches(records: readonly LambdaRecord[]): Generator<readonly LambdaRecord[]> {
    for (let start = 0; start < records.length;) {
      const size = this.chance.happens(0.3) ? this.chance.between(1, 10) : this.source.batchSize;
      yield records.slice(start, start + size);
      start += size;
    }
  }

  private page(shard: string, last: string | undefined): { records: readonly LambdaRecord[]; closed: boolean } {
    const { Records, NextShardIterator } = this.call('GetRecords', { ShardIterator: this.iterator(shard, last) });
    return { records: Records ?? [], closed: NextShardIterator === undefined };
  }

  /** Behind `last`, or where that is no longer kept, which nothing after it is then, at the oldest there is. */
  private iterator(shard: string, last: string | undefined): string | undefined {
    const where = { StreamArn: this.arn, ShardId: shard };
    const oldest = { ...where, ShardIteratorType: 'TRIM_HORIZON' };
    if (last === undefined) return this.call('GetShardIterator', oldest).ShardIterator;
    try {
      const behind = { ...where, ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: last };
      return this.call('GetShardIterator', behind).ShardIterator;
    } catch (error) {
      if (!(error instanceof StoreError) || error.name !== 'TrimmedDataAccessException') throw error;
      return this.call('GetShardIterator', oldest).ShardIterator;
    }
  }

  private shards(): readonly { readonly ShardId: string; readonly ParentShardId?: string }[] {
    return this.call('DescribeStream', { StreamArn: this.arn }).StreamDescription?.Shards ?? [];
  }

  private get arn(): string {
    return this.tables.database.streamOf(this.tables.names.prices)?.description.arn ?? '';
  }

  private call(operation: string, input: object): StreamAnswer {
    if (!isOperation(operation)) throw new StoreError('UnknownOperationException', operation);
    return execute(this.tables.database, operation, input);
  }
}

/** What is read of the stream API's answers. */
interface StreamAnswer {
  readonly ShardIterator?: string;
  readonly NextShardIterator?: string;
  readonly Records?: readonly LambdaRecord[];
  readonly StreamDescription?: {
    readonly Shards: readonly { readonly ShardId: string; readonly ParentShardId?: string }[];
  };
}
