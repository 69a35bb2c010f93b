import { LIMITS } from '../limits';
import { isReserved } from './reserved-words';
import type { CallNode, ConditionNode, OperandNode, Parsed, PathNode, SetValueNode, UpdateNode } from './syntax';
import { badExpression, type ExpressionKind } from './token-cursor';

/** Where a function may stand. */
type Position = 'condition' | 'operand' | 'set';

const FUNCTIONS: Readonly<Record<string, { readonly in: 'condition' | 'update'; readonly as: readonly Position[] }>> = {
  attribute_exists: { in: 'condition', as: ['condition'] },
  attribute_not_exists: { in: 'condition', as: ['condition'] },
  attribute_type: { in: 'condition', as: ['condition'] },
  begins_with: { in: 'condition', as: ['condition'] },
  contains: { in: 'condition', as: ['condition'] },
  size: { in: 'condition', as: ['operand'] },
  if_not_exists: { in: 'update', as: ['set', 'operand'] },
  list_append: { in: 'update', as: ['set'] },
};

/**
 * What can be said about a condition before its placeholders are known: functions that there are and where they may stand,
 * reserved words, list places, the number of operators.
 * @throws StoreError `ValidationException` with the first thing that is wrong
 */
export function checkCondition(kind: ExpressionKind, parsed: Parsed<ConditionNode>): ConditionNode {
  return checked(kind, parsed, (check) => check.condition(parsed.root));
}

/** The same for an update. */
export function checkUpdate(parsed: Parsed<UpdateNode>): UpdateNode {
  return checked('UpdateExpression', parsed, (check) => {
    for (const { path, value } of parsed.root.set) {
      check.path(path);
      check.setValue(value);
    }
    for (const path of parsed.root.remove) check.path(path);
    for (const { path } of [...parsed.root.add, ...parsed.root.delete]) check.path(path);
  });
}

/** The same for the paths of a projection. */
export function checkProjection(paths: readonly PathNode[]): readonly PathNode[] {
  const check = new StructureCheck('ProjectionExpression');
  for (const path of paths) check.path(path);
  return paths;
}

function checked<T>(kind: ExpressionKind, parsed: Parsed<T>, walk: (check: StructureCheck) => void): T {
  if (parsed.redundantParentheses) throw badExpression(kind, 'The expression has redundant parentheses;');
  const check = new StructureCheck(kind);
  walk(check);
  if (parsed.repeatedSection !== undefined) {
    throw badExpression(kind, `The "${parsed.repeatedSection}" section can only be used once in an update expression;`);
  }
  if (check.operators > LIMITS.expressionOperators) {
    throw badExpression(kind, `The expression contains too many operators; operator count: ${check.operators}`);
  }
  return parsed.root;
}

/** Walks an expression from left to right. */
class StructureCheck {
  operators = 0;

  constructor(private readonly kind: ExpressionKind) {}

  condition(node: ConditionNode): void {
    switch (node.node) {
      case 'parentheses':
        this.condition(node.inner);
        return;
      case 'not':
        this.operators += 1;
        this.condition(node.condition);
        return;
      case 'and':
      case 'or':
        this.operators += 1;
        for (const each of node.conditions) this.condition(each);
        return;
      case 'compare':
      case 'between':
      case 'in':
        this.operators += 1;
        for (const each of node.operands) this.operand(each);
        return;
      case 'call':
        this.call(node, 'condition');
        return;
    }
  }

  setValue(node: SetValueNode): void {
    switch (node.node) {
      case 'parentheses':
        this.setValue(node.inner);
        return;
      case 'sum':
        this.operators += 1;
        for (const each of node.operands) this.operand(each);
        return;
      case 'call':
        this.call(node, 'set');
        return;
      case 'path':
      case 'value':
        this.operand(node);
        return;
    }
  }

  path({ steps }: PathNode): void {
    for (const step of steps) {
      if (step.step === 'name' && isReserved(step.name)) {
        throw badExpression(this.kind, `Attribute name is a reserved keyword; reserved keyword: ${step.name}`);
      }
      if (step.step === 'index' && Number(step.digits) > LIMITS.listIndex) {
        throw badExpression(this.kind, `List index is not within the allowable range; index: [${step.digits}]`);
      }
    }
  }

  private operand(node: OperandNode): void {
    if (node.node === 'path') this.path(node);
    else if (node.node === 'parentheses') this.operand(node.inner);
    else if (node.node === 'call') this.call(node, 'operand');
  }

  private call({ name, operands }: CallNode, position: Position): void {
    this.operators += 1;
    const definition = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
    if (definition === undefined) throw badExpression(this.kind, `Invalid function name; function: ${name}`);
    const here = this.kind === 'UpdateExpression' ? 'update' : 'condition';
    if (definition.in !== here) {
      const article = here === 'update' ? 'an' : 'a';
      throw badExpression(this.kind, `The function is not allowed in ${article} ${here} expression; function: ${name}`);
    }
    if (!definition.as.includes(position)) {
      throw badExpression(
        this.kind,
        `The function is not allowed to be used this way in an expression; function: ${name}`,
      );
    }
    for (const operand of operands) this.operand(operand);
  }
}
