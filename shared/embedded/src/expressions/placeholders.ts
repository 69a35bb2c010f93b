import { invalid, StoreError } from '../errors';
import { LIMITS } from '../limits';
import type { Value } from '../values/attribute-value';
import { notExpected, readValue } from '../values/read-value';
import type { DocumentPath } from './document-path';
import type { PathNode } from './syntax';
import { badExpression, type ExpressionKind } from './token-cursor';

const NAMES = 'ExpressionAttributeNames';
const VALUES = 'ExpressionAttributeValues';

/** The names and values that the expressions of one request stand on, and which of them have been used. */
export class Placeholders {
  private readonly unusedNames: Set<string>;
  private readonly unusedValues: Set<string>;

  private constructor(
    private readonly names: ReadonlyMap<string, string>,
    private readonly values: ReadonlyMap<string, Value>,
  ) {
    this.unusedNames = new Set(names.keys());
    this.unusedValues = new Set(values.keys());
  }

  /**
   * Reads `ExpressionAttributeNames` and `ExpressionAttributeValues`.
   * @throws StoreError `ValidationException` naming the entry that is wrong
   */
  static read(names: unknown, values: unknown): Placeholders {
    return new Placeholders(
      new Map(entries(names, NAMES, /^#[A-Za-z0-9_]+$/).map(([key, name]) => [key, readName(key, name)])),
      new Map(
        entries(values, VALUES, /^:[A-Za-z0-9_]+$/).map(([key, value]) => [key, readPlaceholderValue(key, value)]),
      ),
    );
  }

  /** The value behind `:name`. */
  value(kind: ExpressionKind, name: string): Value {
    const value = this.values.get(name);
    if (value === undefined) {
      throw badExpression(
        kind,
        `An expression attribute value used in expression is not defined; attribute value: ${name}`,
      );
    }
    this.unusedValues.delete(name);
    return value;
  }

  /** A path with its `#names` filled in. */
  path(kind: ExpressionKind, { steps }: PathNode): DocumentPath {
    const resolved = steps.map((step): string | number => {
      if (step.step === 'index') return Number(step.digits);
      return step.step === 'name' ? step.name : this.name(kind, step.name);
    });
    if (resolved.length > LIMITS.nestingLevels) {
      throw badExpression(kind, `The document path has too many nesting levels; nesting levels: ${resolved.length}`);
    }
    const [first, ...others] = resolved;
    return [String(first), ...others];
  }

  /** @throws StoreError `ValidationException` naming what no expression of the request used */
  assertAllUsed(): void {
    for (const [what, unused] of [
      [NAMES, this.unusedNames],
      [VALUES, this.unusedValues],
    ] as const) {
      if (unused.size === 0) continue;
      throw invalid(`Value provided in ${what} unused in expressions: keys: {${[...unused].join(', ')}}`);
    }
  }

  private name(kind: ExpressionKind, placeholder: string): string {
    const name = this.names.get(placeholder);
    if (name === undefined) {
      throw badExpression(
        kind,
        `An expression attribute name used in the document path is not defined; attribute name: ${placeholder}`,
      );
    }
    this.unusedNames.delete(placeholder);
    return name;
  }
}

function entries(input: unknown, what: string, key: RegExp): [string, unknown][] {
  if (input === undefined) return [];
  if (typeof input !== 'object' || input === null || Array.isArray(input)) throw notExpected(input);
  const found = Object.entries(input);
  if (found.length === 0) throw invalid(`${what} must not be empty`);
  const wrong = found.find(([name]) => !key.test(name));
  if (wrong !== undefined) throw invalid(`${what} contains invalid key: Syntax error; key: "${wrong[0]}"`);
  return found;
}

function readName(key: string, name: unknown): string {
  if (typeof name !== 'string') throw notExpected(name);
  if (name === '') throw invalid(`${NAMES} contains invalid value: Empty attribute name for key ${key}`);
  return name;
}

function readPlaceholderValue(key: string, input: unknown): Value {
  try {
    return readValue(input);
  } catch (error) {
    if (!(error instanceof StoreError) || error.name !== 'ValidationException') throw error;
    throw invalid(`${VALUES} contains invalid value: ${error.message} for key ${key}`);
  }
}
