import { UNIT_BYTES } from '../limits';
import type { Fields } from './fields';

/** What a request says about the capacity that it uses. */
export interface ConsumedCapacity {
  readonly TableName: string;
  readonly CapacityUnits: number;
  readonly Table?: { readonly CapacityUnits: number };
}

/** How a read is done, and so what it costs: half, one or two units for 4 KB. */
export type ReadMode = 'eventual' | 'consistent' | 'transactional';
const READ_FACTOR: Readonly<Record<ReadMode, number>> = { eventual: 0.5, consistent: 1, transactional: 2 };

/** The mode of an ordinary read. */
export function readMode(fields: Fields): ReadMode {
  return fields.flag('ConsistentRead') === true ? 'consistent' : 'eventual';
}

/** Units of reading so many bytes together; nothing costs as much as a little. */
export function readUnits(bytes: number, mode: ReadMode): number {
  return Math.max(1, Math.ceil(bytes / UNIT_BYTES.read)) * READ_FACTOR[mode];
}

/** Units of a write, by the larger of the item before and the item after. */
export function writeUnits(before: number, after: number, transactional = false): number {
  return Math.max(1, Math.ceil(Math.max(before, after) / UNIT_BYTES.write)) * (transactional ? 2 : 1);
}

/** Adds up the units of a request, by table, and tells them if it was asked to. */
export class CapacityMeter {
  private readonly units = new Map<string, number>();
  private readonly told: 'NONE' | 'TOTAL' | 'INDEXES';

  /** @throws StoreError `ValidationException` for an unknown `ReturnConsumedCapacity` */
  constructor(fields: Fields) {
    this.told = fields.oneOf('ReturnConsumedCapacity', ['INDEXES', 'TOTAL', 'NONE']) ?? 'NONE';
  }

  add(table: string, units: number): void {
    this.units.set(table, (this.units.get(table) ?? 0) + units);
  }

  /** The member of an answer about one table. */
  single(): { readonly ConsumedCapacity?: ConsumedCapacity } {
    const [only] = this.all();
    return only === undefined ? {} : { ConsumedCapacity: only };
  }

  /** The member of an answer about several tables. */
  list(): { readonly ConsumedCapacity?: readonly ConsumedCapacity[] } {
    return this.told === 'NONE' ? {} : { ConsumedCapacity: this.all() };
  }

  private all(): ConsumedCapacity[] {
    if (this.told === 'NONE') return [];
    return [...this.units].map(([TableName, CapacityUnits]) => ({
      TableName,
      CapacityUnits,
      ...(this.told === 'INDEXES' ? { Table: { CapacityUnits } } : {}),
    }));
  }
}
