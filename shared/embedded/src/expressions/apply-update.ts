import { invalid } from '../errors';
import { addNumbers, subtractNumbers } from '../numbers/arithmetic';
import type { Attributes, Bytes, Value } from '../values/attribute-value';
import type { SetValue, Update } from './bind-update';
import { type DocumentPath, valueAt, within } from './document-path';
import { Draft } from './draft';

/**
 * The item after an update. Every value is taken from the item as it was; lists shrink and grow at the end only, so that places
 * mean what they meant before.
 * @throws StoreError `ValidationException` for a path that leads nowhere or a value of the wrong type
 */
export function applyUpdate(item: Attributes, update: Update): Attributes {
  for (const { path } of [...update.set, ...update.add, ...update.delete]) assertReachable(item, path);
  for (const path of update.remove) assertReachable(item, path);
  const draft = new Draft(item);
  for (const { path, value } of update.set) draft.set(path, evaluate(value, item));
  for (const { path, value } of update.add) draft.set(path, added(valueAt(item, path), value));
  for (const { path, value } of update.delete) {
    const before = valueAt(item, path);
    const rest = before === undefined ? undefined : reduced(before, value);
    if (rest === undefined) draft.remove(path);
    else draft.set(path, rest);
  }
  for (const path of update.remove) draft.remove(path);
  return draft.finish();
}

/** A path may end where nothing is yet, but what leads there has to be a map for a name and a list for a place. */
function assertReachable(item: Attributes, path: DocumentPath): void {
  const steps = path.slice(1);
  let container: Value | undefined = valueAt(item, [path[0]]);
  for (const step of steps) {
    const fits = container !== undefined && (typeof step === 'number' ? 'L' in container : 'M' in container);
    if (!fits) throw invalid('The document path provided in the update expression is invalid for update');
    container = container && within(container, step);
  }
}

function evaluate(value: SetValue, item: Attributes): Value {
  switch (value.from) {
    case 'value':
      return value.value;
    case 'path': {
      const found = valueAt(item, value.path);
      if (found !== undefined) return found;
      throw invalid('The provided expression refers to an attribute that does not exist in the item');
    }
    case 'if_not_exists': {
      // Looked at in any case: DynamoDB refuses a path to nothing there, whether it is needed or not.
      const otherwise = evaluate(value.otherwise, item);
      return valueAt(item, value.path) ?? otherwise;
    }
    case 'list_append': {
      const [first, second] = [evaluate(value.first, item), evaluate(value.second, item)];
      if (!('L' in first) || !('L' in second)) throw wrongType();
      return { L: [...first.L, ...second.L] };
    }
    case 'sum': {
      const [first, second] = [evaluate(value.first, item), evaluate(value.second, item)];
      if (!('N' in first) || !('N' in second)) throw wrongType();
      return { N: value.sign === '+' ? addNumbers(first.N, second.N) : subtractNumbers(first.N, second.N) };
    }
  }
}

function added(before: Value | undefined, value: Value): Value {
  if (before === undefined) return value;
  if ('N' in before && 'N' in value) return { N: addNumbers(before.N, value.N) };
  if ('SS' in before && 'SS' in value) return { SS: union(before.SS, value.SS) };
  if ('NS' in before && 'NS' in value) return { NS: union(before.NS, value.NS) };
  if ('BS' in before && 'BS' in value) return { BS: [...without(before.BS, value.BS), ...value.BS] };
  throw wrongType();
}

/** What is left of a set; undefined when nothing is. */
function reduced(before: Value, value: Value): Value | undefined {
  if ('SS' in before && 'SS' in value) {
    const rest = before.SS.filter((member) => !value.SS.includes(member));
    return rest.length > 0 ? { SS: rest } : undefined;
  }
  if ('NS' in before && 'NS' in value) {
    const rest = before.NS.filter((member) => !value.NS.includes(member));
    return rest.length > 0 ? { NS: rest } : undefined;
  }
  if ('BS' in before && 'BS' in value) {
    const rest = without(before.BS, value.BS);
    return rest.length > 0 ? { BS: rest } : undefined;
  }
  throw wrongType();
}

function union(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set([...a, ...b])];
}

function without(set: readonly Bytes[], members: readonly Bytes[]): Bytes[] {
  const gone = new Set(members.map((member) => member.toJSON()));
  return set.filter((member) => !gone.has(member.toJSON()));
}

function wrongType(): Error {
  return invalid('An operand in the update expression has an incorrect data type');
}
