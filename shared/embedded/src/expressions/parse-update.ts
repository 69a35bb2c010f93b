import { parseOperand, parsePath, parseValue } from './parse-operand';
import type { OperandNode, Parsed, PathNode, SetValueNode, UpdateNode, ValueNode } from './syntax';
import { TokenCursor } from './token-cursor';

const SECTIONS = ['SET', 'REMOVE', 'ADD', 'DELETE'] as const;

/**
 * Parses `SET ... REMOVE ... ADD ... DELETE ...`, the sections in any order and each at most once.
 * @throws StoreError `ValidationException` naming the token that cannot stand where it stands
 */
export function parseUpdate(text: string): Parsed<UpdateNode> {
  const cursor = new TokenCursor('UpdateExpression', text);
  const set: { path: PathNode; value: SetValueNode }[] = [];
  const remove: PathNode[] = [];
  const add: { path: PathNode; value: ValueNode }[] = [];
  const removeMembers: { path: PathNode; value: ValueNode }[] = [];
  const written: string[] = [];
  do {
    const section = SECTIONS.find((keyword) => cursor.acceptKeyword(keyword));
    if (section === undefined) throw cursor.unexpected();
    written.push(section);
    if (section === 'SET') list(cursor, () => set.push(parseSetAction(cursor)));
    else if (section === 'REMOVE') list(cursor, () => remove.push(parsePath(cursor)));
    else list(cursor, () => (section === 'ADD' ? add : removeMembers).push(parsePathAndValue(cursor)));
  } while (cursor.next.kind !== 'end');
  const repeatedSection = written.find((section, index) => written.indexOf(section) < index);
  return {
    root: { set, remove, add, delete: removeMembers },
    redundantParentheses: set.some(({ value }) => hasRedundantParentheses(value)),
    ...(repeatedSection === undefined ? {} : { repeatedSection }),
  };
}

function list(cursor: TokenCursor, parseOne: () => unknown): void {
  do parseOne();
  while (cursor.accept(','));
}

function parseSetAction(cursor: TokenCursor): { path: PathNode; value: SetValueNode } {
  const path = parsePath(cursor);
  cursor.expect('=');
  return { path, value: parseSetValue(cursor) };
}

function parsePathAndValue(cursor: TokenCursor): { path: PathNode; value: ValueNode } {
  return { path: parsePath(cursor), value: parseValue(cursor) };
}

function parseSetValue(cursor: TokenCursor): SetValueNode {
  const first = parseSetTerm(cursor);
  const sign = cursor.isAt('+') ? '+' : cursor.isAt('-') ? '-' : undefined;
  const operand = operandIn(first);
  if (sign === undefined || operand === undefined) return first;
  cursor.accept(sign);
  return { node: 'sum', sign, operands: [operand, parseOperand(cursor)] };
}

function parseSetTerm(cursor: TokenCursor): SetValueNode {
  if (!cursor.isAt('(')) return parseOperand(cursor);
  cursor.expect('(');
  const inner = parseSetValue(cursor);
  cursor.expect(')');
  return { node: 'parentheses', inner };
}

/** A sum is no operand: it cannot be added to. */
function operandIn(value: SetValueNode): OperandNode | undefined {
  if (value.node === 'sum') return undefined;
  if (value.node !== 'parentheses') return value;
  const inner = operandIn(value.inner);
  return inner === undefined ? undefined : { node: 'parentheses', inner };
}

function hasRedundantParentheses(value: SetValueNode): boolean {
  switch (value.node) {
    case 'path':
    case 'value':
      return false;
    case 'parentheses':
      return value.inner.node === 'parentheses' || hasRedundantParentheses(value.inner);
    case 'call':
    case 'sum':
      return value.operands.some(hasRedundantParentheses);
  }
}
