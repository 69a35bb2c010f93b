import type { StoreError } from '../errors';
import { attributeOf, type Attributes, type Value } from '../values/attribute-value';
import { badExpression, type ExpressionKind } from './token-cursor';

/** Where a value is in an item: the name of an attribute, then names within maps and places within lists. */
export type DocumentPath = readonly [string, ...(string | number)[]];

/** The value at `path`, if there is one. */
export function valueAt(attributes: Attributes, path: DocumentPath): Value | undefined {
  const [name, ...steps] = path;
  let value = attributeOf(attributes, name);
  for (const step of steps) {
    if (value === undefined) return undefined;
    value = within(value, step);
  }
  return value;
}

/** The value one step into a map or a list. */
export function within(value: Value, step: string | number): Value | undefined {
  if (typeof step === 'number') return 'L' in value ? value.L[step] : undefined;
  return 'M' in value ? attributeOf(value.M, step) : undefined;
}

/** Whether two paths are the same. */
export function samePath(a: DocumentPath, b: DocumentPath): boolean {
  return a.length === b.length && a.every((step, index) => step === b[index]);
}

/** `[m, k, [0]]`, as errors write it. */
export function pathText(path: DocumentPath): string {
  return `[${path.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join(', ')}]`;
}

/** The error of an operator or function whose first operand is among the others. */
export function notDistinct(kind: ExpressionKind, operator: string, path: DocumentPath): StoreError {
  return badExpression(
    kind,
    `The first operand must be distinct from the remaining operands for this operator or function; operator: ${operator}, first operand: ${pathText(path)}`,
  );
}

/**
 * @throws StoreError `ValidationException` when one of the paths is another's beginning, or takes for a map what another takes for a list
 */
export function assertApart(kind: ExpressionKind, paths: readonly DocumentPath[]): void {
  for (const [index, path] of paths.entries()) {
    for (const other of paths.slice(index + 1)) {
      const clash = clashOf(path, other);
      if (clash === undefined) continue;
      throw badExpression(
        kind,
        `Two document paths ${clash} with each other; must remove or rewrite one of these paths; path one: ${pathText(path)}, path two: ${pathText(other)}`,
      );
    }
  }
}

function clashOf(a: DocumentPath, b: DocumentPath): 'overlap' | 'conflict' | undefined {
  for (let index = 0; index < Math.min(a.length, b.length); index += 1) {
    if (a[index] === b[index]) continue;
    return typeof a[index] === typeof b[index] ? undefined : 'conflict';
  }
  return 'overlap';
}
