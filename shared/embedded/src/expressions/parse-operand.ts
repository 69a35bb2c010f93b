import type { OperandNode, PathNode, PathStep, ValueNode } from './syntax';
import type { TokenCursor } from './token-cursor';

/** A path, a placeholder, a function call, or any of them in parentheses. */
export function parseOperand(cursor: TokenCursor): OperandNode {
  if (!cursor.accept('(')) return parsePlainOperand(cursor);
  const inner = parseOperand(cursor);
  cursor.expect(')');
  return { node: 'parentheses', inner };
}

/** An operand without parentheses around it. */
export function parsePlainOperand(cursor: TokenCursor): OperandNode {
  if (cursor.next.kind === 'value') return parseValue(cursor);
  if (cursor.next.kind !== 'name') return parsePath(cursor);
  const name = cursor.take('name');
  if (!cursor.accept('(')) return parsePathAfter(cursor, { step: 'name', name });
  const operands = parseOperands(cursor);
  cursor.expect(')');
  return { node: 'call', name, operands };
}

/** One operand or more, with commas between them. */
export function parseOperands(cursor: TokenCursor): [OperandNode, ...OperandNode[]] {
  const operands: [OperandNode, ...OperandNode[]] = [parseOperand(cursor)];
  while (cursor.accept(',')) operands.push(parseOperand(cursor));
  return operands;
}

/** `:name`. */
export function parseValue(cursor: TokenCursor): ValueNode {
  return { node: 'value', name: cursor.take('value') };
}

/** `a.#b[0]`. */
export function parsePath(cursor: TokenCursor): PathNode {
  return parsePathAfter(cursor, parseName(cursor));
}

function parsePathAfter(cursor: TokenCursor, first: PathStep): PathNode {
  const steps = [first];
  for (;;) {
    if (cursor.accept('.')) {
      steps.push(parseName(cursor));
    } else if (cursor.accept('[')) {
      steps.push({ step: 'index', digits: cursor.take('number') });
      cursor.expect(']');
    } else {
      return { node: 'path', steps };
    }
  }
}

function parseName(cursor: TokenCursor): PathStep {
  if (cursor.next.kind === 'placeholder') return { step: 'placeholder', name: cursor.take('placeholder') };
  return { step: 'name', name: cursor.take('name') };
}
