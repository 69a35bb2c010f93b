import { parseOperand, parseOperands, parsePlainOperand } from './parse-operand';
import { COMPARATORS, type Comparator, type ConditionNode, type OperandNode, type Parsed } from './syntax';
import { type ExpressionKind, TokenCursor } from './token-cursor';

/**
 * Parses a condition, filter or key condition: comparisons, BETWEEN, IN and functions, joined by NOT, AND and OR in that order of
 * strength.
 * @throws StoreError `ValidationException` naming the token that cannot stand where it stands
 */
export function parseCondition(kind: ExpressionKind, text: string): Parsed<ConditionNode> {
  const cursor = new TokenCursor(kind, text);
  const root = parseOr(cursor);
  const condition = asCondition(cursor, root);
  if (cursor.next.kind !== 'end') throw cursor.unexpected();
  return { root: condition, redundantParentheses: hasRedundantParentheses(condition) };
}

/** Until it is known what follows a parenthesis, what it holds may be either. */
type Term = OperandNode | ConditionNode;

function parseOr(cursor: TokenCursor): Term {
  let left = parseAnd(cursor);
  while (cursor.isAtKeyword('OR')) {
    const first = asCondition(cursor, left);
    cursor.acceptKeyword('OR');
    left = { node: 'or', conditions: [first, asCondition(cursor, parseAnd(cursor))] };
  }
  return left;
}

function parseAnd(cursor: TokenCursor): Term {
  let left = parseNot(cursor);
  while (cursor.isAtKeyword('AND')) {
    const first = asCondition(cursor, left);
    cursor.acceptKeyword('AND');
    left = { node: 'and', conditions: [first, asCondition(cursor, parseNot(cursor))] };
  }
  return left;
}

function parseNot(cursor: TokenCursor): Term {
  if (!cursor.acceptKeyword('NOT')) return parseComparison(cursor);
  return { node: 'not', condition: asCondition(cursor, parseNot(cursor)) };
}

function parseComparison(cursor: TokenCursor): Term {
  const term = parseTerm(cursor);
  const operand = operandIn(term);
  if (operand === undefined) return term;
  const comparator = comparatorAt(cursor);
  if (comparator !== undefined) {
    cursor.accept(comparator);
    return { node: 'compare', comparator, operands: [operand, parseOperand(cursor)] };
  }
  if (cursor.acceptKeyword('BETWEEN')) {
    const low = parseOperand(cursor);
    if (!cursor.acceptKeyword('AND')) throw cursor.unexpected();
    return { node: 'between', operands: [operand, low, parseOperand(cursor)] };
  }
  if (!cursor.acceptKeyword('IN')) return term;
  cursor.expect('(');
  const members = parseOperands(cursor);
  cursor.expect(')');
  return { node: 'in', operands: [operand, ...members] };
}

function parseTerm(cursor: TokenCursor): Term {
  if (!cursor.accept('(')) return parsePlainOperand(cursor);
  const inner = parseOr(cursor);
  cursor.expect(')');
  const operand = operandIn(inner);
  if (operand !== undefined) return { node: 'parentheses', inner: operand };
  return { node: 'parentheses', inner: asCondition(cursor, inner) };
}

function comparatorAt(cursor: TokenCursor): Comparator | undefined {
  return COMPARATORS.find((comparator) => cursor.isAt(comparator));
}

/** The term as an operand; a call may be one, a condition never is. */
function operandIn(term: Term): OperandNode | undefined {
  switch (term.node) {
    case 'path':
    case 'value':
    case 'call':
      return term;
    case 'parentheses': {
      const inner = operandIn(term.inner);
      return inner === undefined ? undefined : { node: 'parentheses', inner };
    }
    case 'compare':
    case 'between':
    case 'in':
    case 'and':
    case 'or':
    case 'not':
      return undefined;
  }
}

/** The term as a condition; a mere operand is none, and then the token behind it is the error. */
function asCondition(cursor: TokenCursor, term: Term): ConditionNode {
  switch (term.node) {
    case 'path':
    case 'value':
      throw cursor.unexpected();
    case 'parentheses':
      return { node: 'parentheses', inner: asCondition(cursor, term.inner) };
    case 'call':
    case 'compare':
    case 'between':
    case 'in':
    case 'and':
    case 'or':
    case 'not':
      return term;
  }
}

function hasRedundantParentheses(term: Term): boolean {
  switch (term.node) {
    case 'path':
    case 'value':
      return false;
    case 'parentheses':
      return term.inner.node === 'parentheses' || hasRedundantParentheses(term.inner);
    case 'not':
      return hasRedundantParentheses(term.condition);
    case 'and':
    case 'or':
      return term.conditions.some(hasRedundantParentheses);
    case 'call':
    case 'compare':
    case 'between':
    case 'in':
      return term.operands.some(hasRedundantParentheses);
  }
}
