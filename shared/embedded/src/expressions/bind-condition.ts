import { LIMITS } from '../limits';
import { Bytes, TYPES, typeOf, type TypeName, type Value } from '../values/attribute-value';
import { orderOf } from '../values/value-order';
import { type DocumentPath, notDistinct, samePath } from './document-path';
import type { Placeholders } from './placeholders';
import type { CallNode, Comparator, ConditionNode, OperandNode } from './syntax';
import { badExpression, type ExpressionKind } from './token-cursor';

/** What stands for a value, with its placeholders filled in. */
export type Operand =
  | { readonly operand: 'path'; readonly path: DocumentPath }
  | { readonly operand: 'value'; readonly value: Value }
  | { readonly operand: 'size'; readonly of: Operand };

/** A condition with its placeholders filled in, all of it checked that can be without an item. */
export type Condition =
  | { readonly test: 'compare'; readonly comparator: Comparator; readonly left: Operand; readonly right: Operand }
  | { readonly test: 'between'; readonly operand: Operand; readonly low: Operand; readonly high: Operand }
  | { readonly test: 'in'; readonly operand: Operand; readonly members: readonly Operand[] }
  | { readonly test: 'exists'; readonly path: DocumentPath; readonly expected: boolean }
  | { readonly test: 'type'; readonly operand: Operand; readonly type: TypeName }
  | { readonly test: 'begins_with' | 'contains'; readonly operand: Operand; readonly other: Operand }
  | { readonly test: 'and' | 'or'; readonly conditions: readonly [Condition, Condition] }
  | { readonly test: 'not'; readonly condition: Condition };

const COMPARABLE: readonly TypeName[] = ['S', 'N', 'B'];
const SIZED: readonly TypeName[] = ['S', 'B', 'SS', 'NS', 'BS', 'L', 'M'];

/**
 * Fills the placeholders into a condition and checks its operands: their number, their types where these are known, and that
 * nothing is compared with itself.
 * @throws StoreError `ValidationException` with the first thing that is wrong
 */
export function bindCondition(kind: ExpressionKind, root: ConditionNode, placeholders: Placeholders): Condition {
  return new ConditionBinder(kind, placeholders).condition(root);
}

/** All paths that a condition looks at. */
export function conditionPaths(condition: Condition): DocumentPath[] {
  switch (condition.test) {
    case 'and':
    case 'or':
      return condition.conditions.flatMap(conditionPaths);
    case 'not':
      return conditionPaths(condition.condition);
    case 'exists':
      return [condition.path];
    case 'compare':
      return operandPaths([condition.left, condition.right]);
    case 'between':
      return operandPaths([condition.operand, condition.low, condition.high]);
    case 'in':
      return operandPaths([condition.operand, ...condition.members]);
    case 'type':
      return operandPaths([condition.operand]);
    case 'begins_with':
    case 'contains':
      return operandPaths([condition.operand, condition.other]);
  }
}

function operandPaths(operands: readonly Operand[]): DocumentPath[] {
  return operands.flatMap((operand) => {
    if (operand.operand === 'path') return [operand.path];
    return operand.operand === 'size' ? operandPaths([operand.of]) : [];
  });
}

class ConditionBinder {
  constructor(
    private readonly kind: ExpressionKind,
    private readonly placeholders: Placeholders,
  ) {}

  condition(node: ConditionNode): Condition {
    switch (node.node) {
      case 'parentheses':
        return this.condition(node.inner);
      case 'not':
        return { test: 'not', condition: this.condition(node.condition) };
      case 'and':
      case 'or': {
        const [first, second] = node.conditions;
        return { test: node.node, conditions: [this.condition(first), this.condition(second)] };
      }
      case 'compare': {
        const [left, right] = this.operands(node.operands);
        this.assertDistinct(node.comparator, [left, right]);
        if (node.comparator !== '=' && node.comparator !== '<>')
          this.assertTypes(node.comparator, [left, right], COMPARABLE);
        return { test: 'compare', comparator: node.comparator, left, right };
      }
      case 'between': {
        const [operand, low, high] = this.operands(node.operands);
        this.assertDistinct('BETWEEN', [operand, low, high]);
        this.assertTypes('BETWEEN', [operand, low, high], COMPARABLE);
        this.assertBounds(low, high);
        return { test: 'between', operand, low, high };
      }
      case 'in': {
        const [operand, ...members] = this.operands(node.operands);
        if (members.length > LIMITS.inOperands) {
          throw this.bad(`The IN operator is provided with too many operands; number of operands: ${members.length}`);
        }
        this.assertDistinct('IN', [operand, ...members]);
        return { test: 'in', operand, members };
      }
      case 'call':
        return this.call(node);
    }
  }

  private call({ name, operands: nodes }: CallNode): Condition {
    const operands = nodes.map((each) => this.operand(each));
    if (name === 'attribute_exists' || name === 'attribute_not_exists') {
      const [only] = this.exactly(1, name, operands);
      if (only?.operand !== 'path') {
        throw this.bad(`Operator or function requires a document path; operator or function: ${name}`);
      }
      return { test: 'exists', path: only.path, expected: name === 'attribute_exists' };
    }
    const [operand, other] = this.exactly(2, name, operands);
    if (operand === undefined || other === undefined) throw this.bad(`Invalid function name; function: ${name}`);
    if (name === 'attribute_type') return { test: 'type', operand, type: this.typeName(other) };
    this.assertDistinct(name, [operand, other]);
    if (name === 'contains') return { test: 'contains', operand, other };
    this.assertTypes(name, [operand, other], ['S', 'B']);
    return { test: 'begins_with', operand, other };
  }

  private operands<T extends readonly OperandNode[]>(nodes: T): { [K in keyof T]: Operand };
  private operands(nodes: readonly OperandNode[]): Operand[] {
    return nodes.map((each) => this.operand(each));
  }

  private operand(node: OperandNode): Operand {
    switch (node.node) {
      case 'parentheses':
        return this.operand(node.inner);
      case 'path':
        return { operand: 'path', path: this.placeholders.path(this.kind, node) };
      case 'value':
        return { operand: 'value', value: this.placeholders.value(this.kind, node.name) };
      case 'call': {
        const operands = node.operands.map((each) => this.operand(each));
        const [of] = this.exactly(1, node.name, operands);
        if (of === undefined) throw this.bad(`Invalid function name; function: ${node.name}`);
        this.assertTypes(node.name, [of], SIZED);
        return { operand: 'size', of };
      }
    }
  }

  private exactly(count: number, name: string, operands: readonly Operand[]): readonly Operand[] {
    if (operands.length === count) return operands;
    throw this.bad(
      `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${operands.length}`,
    );
  }

  private typeName(operand: Operand): TypeName {
    const value = operand.operand === 'value' ? operand.value : undefined;
    if (value === undefined || !('S' in value))
      throw this.wrongType('attribute_type', staticType(operand) ?? anyType());
    const type = TYPES.find((each) => each === value.S);
    if (type !== undefined) return type;
    throw this.bad(`Invalid attribute type name found; type: ${value.S}, valid types: {N,BS,L,B,NULL,M,S,SS,NS,BOOL}`);
  }

  private assertTypes(name: string, operands: readonly Operand[], allowed: readonly TypeName[]): void {
    for (const operand of operands) {
      const type = staticType(operand);
      if (type !== undefined && !allowed.includes(type)) throw this.wrongType(name, type);
    }
  }

  private assertDistinct(name: string, [first, ...others]: readonly Operand[]): void {
    if (first?.operand !== 'path') return;
    if (!others.some((other) => other.operand === 'path' && samePath(first.path, other.path))) return;
    throw notDistinct(this.kind, name, first.path);
  }

  private assertBounds(low: Operand, high: Operand): void {
    if (low.operand !== 'value' || high.operand !== 'value') return;
    const order = orderOf(low.value, high.value);
    const bounds = `lower bound operand: AttributeValue: ${boundText(low.value)}, upper bound operand: AttributeValue: ${boundText(high.value)}`;
    if (order === undefined) {
      throw this.bad(`The BETWEEN operator requires same data type for lower and upper bounds; ${bounds}`);
    }
    if (order > 0) {
      throw this.bad(`The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ${bounds}`);
    }
  }

  private wrongType(name: string, type: string): Error {
    return this.bad(
      `Incorrect operand type for operator or function; operator or function: ${name}, operand type: ${type}`,
    );
  }

  private bad(what: string): Error {
    return badExpression(this.kind, what);
  }
}

/** The type of an operand that needs no item to be known. */
function staticType(operand: Operand): TypeName | undefined {
  if (operand.operand === 'value') return typeOf(operand.value);
  return operand.operand === 'size' ? 'N' : undefined;
}

function anyType(): string {
  return `{${TYPES.join(',')}}`;
}

function boundText(value: Value): string {
  const content: unknown = Object.values(value)[0];
  return `{${typeOf(value)}:${content instanceof Bytes ? content.toJSON() : String(content)}}`;
}
