import { typeOf, type TypeName, type Value } from '../values/attribute-value';
import { assertApart, type DocumentPath, notDistinct, samePath } from './document-path';
import type { Placeholders } from './placeholders';
import type { CallNode, OperandNode, SetValueNode, UpdateNode } from './syntax';
import { badExpression } from './token-cursor';

/** The right side of a SET action, with its placeholders filled in. */
export type SetValue =
  | { readonly from: 'path'; readonly path: DocumentPath }
  | { readonly from: 'value'; readonly value: Value }
  | { readonly from: 'if_not_exists'; readonly path: DocumentPath; readonly otherwise: SetValue }
  | { readonly from: 'list_append'; readonly first: SetValue; readonly second: SetValue }
  | { readonly from: 'sum'; readonly sign: '+' | '-'; readonly first: SetValue; readonly second: SetValue };

/** An update with its placeholders filled in, all of it checked that can be without an item. */
export interface Update {
  readonly set: readonly { readonly path: DocumentPath; readonly value: SetValue }[];
  readonly remove: readonly DocumentPath[];
  /** Numbers to add, or sets of members to add. */
  readonly add: readonly { readonly path: DocumentPath; readonly value: Value }[];
  /** Sets of members to take away. */
  readonly delete: readonly { readonly path: DocumentPath; readonly value: Value }[];
}

const KIND = 'UpdateExpression';
const SETS: readonly TypeName[] = ['SS', 'NS', 'BS'];
/** ADD and DELETE name the types of their operands in full. */
const FULL_NAMES: Readonly<Partial<Record<TypeName, string>>> = {
  S: 'STRING',
  N: 'NUMBER',
  B: 'BINARY',
  BOOL: 'BOOLEAN',
  NULL: 'NULL',
  L: 'LIST',
  M: 'MAP',
};

/**
 * Fills the placeholders into an update and checks its operands and that no two actions meet.
 * @throws StoreError `ValidationException` with the first thing that is wrong; like DynamoDB it looks at all paths before any value
 */
export function bindUpdate(root: UpdateNode, placeholders: Placeholders): Update {
  const path = (node: UpdateNode['remove'][number]): DocumentPath => placeholders.path(KIND, node);
  const withPath = <T extends { readonly path: UpdateNode['remove'][number] }>(actions: readonly T[]) =>
    actions.map((action) => ({ path: path(action.path), action }));
  const set = withPath(root.set);
  const remove = root.remove.map(path);
  const add = withPath(root.add);
  const taken = withPath(root.delete);
  assertApart(KIND, [
    ...set.map((each) => each.path),
    ...remove,
    ...add.map((each) => each.path),
    ...taken.map((each) => each.path),
  ]);
  const binder = new SetValueBinder(placeholders);
  const operand = (action: string, allowed: readonly TypeName[], name: string): Value => {
    const value = placeholders.value(KIND, name);
    if (allowed.includes(typeOf(value))) return value;
    throw badExpression(
      KIND,
      `Incorrect operand type for operator or function; operator: ${action}, operand type: ${FULL_NAMES[typeOf(value)] ?? typeOf(value)}, typeSet: ALLOWED_FOR_${action}_OPERAND`,
    );
  };
  return {
    set: set.map((each) => ({ path: each.path, value: binder.value(each.action.value) })),
    remove,
    add: add.map((each) => ({ path: each.path, value: operand('ADD', ['N', ...SETS], each.action.value.name) })),
    delete: taken.map((each) => ({ path: each.path, value: operand('DELETE', SETS, each.action.value.name) })),
  };
}

/** All paths that an update touches, in no order that matters. */
export function touchedPaths(update: Update): DocumentPath[] {
  return [...update.set, ...update.add, ...update.delete].map(({ path }) => path).concat(update.remove);
}

/** All paths from which an update takes values. */
export function updateSources(update: Update): DocumentPath[] {
  return update.set.flatMap(({ value }) => sourcesOf(value));
}

function sourcesOf(value: SetValue): DocumentPath[] {
  switch (value.from) {
    case 'value':
      return [];
    case 'path':
      return [value.path];
    case 'if_not_exists':
      return [value.path, ...sourcesOf(value.otherwise)];
    case 'list_append':
    case 'sum':
      return [...sourcesOf(value.first), ...sourcesOf(value.second)];
  }
}

/** True for an update that can only take away: applied to an item that is not there it makes none. */
export function onlyTakesAway(update: Update): boolean {
  return update.set.length === 0 && update.add.length === 0 && update.remove.length + update.delete.length > 0;
}

class SetValueBinder {
  constructor(private readonly placeholders: Placeholders) {}

  value(node: SetValueNode): SetValue {
    switch (node.node) {
      case 'parentheses':
        return this.value(node.inner);
      case 'path':
        return { from: 'path', path: this.placeholders.path(KIND, node) };
      case 'value':
        return { from: 'value', value: this.placeholders.value(KIND, node.name) };
      case 'sum': {
        const [first, second] = this.pair(node.operands);
        this.assertType(node.sign, 'N', [first, second]);
        return { from: 'sum', sign: node.sign, first, second };
      }
      case 'call':
        return this.call(node);
    }
  }

  private call({ name, operands }: CallNode): SetValue {
    const [firstNode, secondNode, ...more] = operands;
    const bound = operands.map((each) => this.value(each));
    if (firstNode === undefined || secondNode === undefined || more.length > 0) {
      throw badExpression(
        KIND,
        `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${bound.length}`,
      );
    }
    const [first, second] = this.pair([firstNode, secondNode]);
    if (name === 'list_append') {
      this.assertType(name, 'L', [first, second]);
      return { from: 'list_append', first, second };
    }
    if (first.from !== 'path') {
      throw badExpression(KIND, `Operator or function requires a document path; operator or function: ${name}`);
    }
    if (second.from === 'path' && samePath(first.path, second.path)) throw notDistinct(KIND, name, first.path);
    return { from: 'if_not_exists', path: first.path, otherwise: second };
  }

  private pair([first, second]: readonly [OperandNode, OperandNode]): [SetValue, SetValue] {
    return [this.value(first), this.value(second)];
  }

  private assertType(name: string, type: TypeName, operands: readonly SetValue[]): void {
    for (const operand of operands) {
      if (operand.from !== 'value' || typeOf(operand.value) === type) continue;
      throw badExpression(
        KIND,
        `Incorrect operand type for operator or function; operator or function: ${name}, operand type: ${typeOf(operand.value)}`,
      );
    }
  }
}
