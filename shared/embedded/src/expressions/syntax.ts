/** One step of a document path as it was written. */
export type PathStep =
  | { readonly step: 'name'; readonly name: string }
  | { readonly step: 'placeholder'; readonly name: string }
  | { readonly step: 'index'; readonly digits: string };

export interface PathNode {
  readonly node: 'path';
  readonly steps: readonly PathStep[];
}

/** `:name`. */
export interface ValueNode {
  readonly node: 'value';
  readonly name: string;
}

export interface CallNode {
  readonly node: 'call';
  readonly name: string;
  readonly operands: readonly OperandNode[];
}

/** What stands for a value: a path, a placeholder, a function of such. */
export type OperandNode = PathNode | ValueNode | CallNode | ParenthesesNode<OperandNode>;

export interface ParenthesesNode<T> {
  readonly node: 'parentheses';
  readonly inner: T;
}

/** How two operands are compared. */
export const COMPARATORS = ['=', '<>', '<', '<=', '>', '>='] as const;
export type Comparator = (typeof COMPARATORS)[number];

export type ConditionNode =
  | {
      readonly node: 'compare';
      readonly comparator: Comparator;
      readonly operands: readonly [OperandNode, OperandNode];
    }
  | { readonly node: 'between'; readonly operands: readonly [OperandNode, OperandNode, OperandNode] }
  | { readonly node: 'in'; readonly operands: readonly [OperandNode, ...OperandNode[]] }
  | CallNode
  | { readonly node: 'and' | 'or'; readonly conditions: readonly [ConditionNode, ConditionNode] }
  | { readonly node: 'not'; readonly condition: ConditionNode }
  | ParenthesesNode<ConditionNode>;

/** The right side of a SET action: an operand, or a sum or difference of two. */
export type SetValueNode =
  | OperandNode
  | { readonly node: 'sum'; readonly sign: '+' | '-'; readonly operands: readonly [OperandNode, OperandNode] }
  | ParenthesesNode<SetValueNode>;

/** An update expression by its sections; a section that was not written is empty. */
export interface UpdateNode {
  readonly set: readonly { readonly path: PathNode; readonly value: SetValueNode }[];
  readonly remove: readonly PathNode[];
  readonly add: readonly { readonly path: PathNode; readonly value: ValueNode }[];
  readonly delete: readonly { readonly path: PathNode; readonly value: ValueNode }[];
}

/** A parsed expression, and what was noticed while parsing that is no error of syntax. */
export interface Parsed<T> {
  readonly root: T;
  /** Parentheses directly inside parentheses. */
  readonly redundantParentheses: boolean;
  /** The keyword of an update's section that was written more than once. */
  readonly repeatedSection?: string;
}
