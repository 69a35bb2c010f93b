import { unmetConstraint, wrongJson } from '../errors';
import { notExpected } from '../values/read-value';

/** The members of a request, each read as what it should be. */
export class Fields {
  private readonly members: Readonly<Record<string, unknown>>;

  /**
   * @param within where the members are, for errors, e.g. `transactItems.1.member.put`
   * @throws StoreError `SerializationException` when `input` is no structure
   */
  constructor(
    input: unknown,
    private readonly within = '',
  ) {
    if (typeof input !== 'object' || input === null || Array.isArray(input)) throw notExpected(input);
    this.members = { ...input };
  }

  /** Any member, as it came. */
  raw(name: string): unknown {
    return this.members[name] ?? undefined;
  }

  /** Whether a member is there. */
  has(name: string): boolean {
    return this.raw(name) !== undefined;
  }

  text(name: string): string | undefined {
    const value = this.raw(name);
    if (value === undefined || typeof value === 'string') return value;
    throw typeof value === 'object' ? notExpected(value) : wrongJson(`${typeof value} cannot be converted to String`);
  }

  /** @throws StoreError `ValidationException` when it is not there */
  needText(name: string): string {
    const value = this.text(name);
    if (value === undefined) throw this.missing(name);
    return value;
  }

  flag(name: string): boolean | undefined {
    const value = this.raw(name);
    if (value === undefined || typeof value === 'boolean') return value;
    throw wrongJson('Unexpected token received from parser');
  }

  /** An integer; `least` and `most` are inclusive. */
  count(name: string, bounds: { readonly least?: number; readonly most?: number } = {}): number | undefined {
    const value = this.raw(name);
    if (value === undefined) return undefined;
    if (typeof value !== 'number' || !Number.isInteger(value)) {
      throw wrongJson(`${typeof value === 'string' ? 'STRING_VALUE' : 'DECIMAL_VALUE'} cannot be converted to Integer`);
    }
    if (bounds.least !== undefined && value < bounds.least) {
      throw this.unmet(name, `'${value}'`, `Member must have value greater than or equal to ${bounds.least}`);
    }
    if (bounds.most !== undefined && value > bounds.most) {
      throw this.unmet(name, `'${value}'`, `Member must have value less than or equal to ${bounds.most}`);
    }
    return value;
  }

  /** One of a few words. */
  oneOf<const T extends string>(name: string, words: readonly T[]): T | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const word = words.find((each) => each === value);
    if (word !== undefined) return word;
    throw this.unmet(name, `'${value}'`, `Member must satisfy enum value set: [${words.join(', ')}]`);
  }

  list(name: string): readonly unknown[] | undefined {
    const value = this.raw(name);
    if (value === undefined || isList(value)) return value;
    throw notExpected(value);
  }

  /** The entries of a map. */
  entries(name: string): readonly (readonly [string, unknown])[] | undefined {
    const value = this.raw(name);
    if (value === undefined) return undefined;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Object.entries(value);
    throw notExpected(value);
  }

  /** A structure within this one. */
  inner(name: string): Fields | undefined {
    const value = this.raw(name);
    return value === undefined ? undefined : new Fields(value, this.pathOf(name));
  }

  /** @throws StoreError `ValidationException` naming the member and the constraint that it breaks */
  unmet(name: string, value: string, constraint: string): Error {
    return unmetConstraint(value, this.pathOf(name), constraint);
  }

  /** The error of a member that has to be there. */
  missing(name: string): Error {
    return this.unmet(name, 'null', 'Member must not be null');
  }

  private pathOf(name: string): string {
    const member = name.charAt(0).toLowerCase() + name.slice(1);
    return this.within === '' ? member : `${this.within}.${member}`;
  }
}

/** `Array.isArray` alone takes the elements for anything. */
function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}
