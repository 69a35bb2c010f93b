import { checkCondition, checkProjection, checkUpdate } from './check-structure';
import { parseCondition } from './parse-condition';
import { parseProjection } from './parse-projection';
import { parseUpdate } from './parse-update';
import type { ConditionNode, PathNode, UpdateNode } from './syntax';
import type { ExpressionKind } from './token-cursor';

/** Programs send the same few expressions over and over. */
const MOST_KEPT = 500;

/** A condition's syntax, checked; the same text is parsed once. */
export const conditionSyntax = remembered((kind: ExpressionKind, text: string): ConditionNode =>
  checkCondition(kind, parseCondition(kind, text)),
);

/** An update's syntax, checked. */
export const updateSyntax = remembered((_: ExpressionKind, text: string): UpdateNode => checkUpdate(parseUpdate(text)));

/** A projection's syntax, checked. */
export const projectionSyntax = remembered((_: ExpressionKind, text: string): readonly PathNode[] =>
  checkProjection(parseProjection(text)),
);

function remembered<T>(parse: (kind: ExpressionKind, text: string) => T): (kind: ExpressionKind, text: string) => T {
  const known = new Map<string, T>();
  return (kind, text) => {
    const key = `${kind} ${text}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const parsed = parse(kind, text);
    if (known.size >= MOST_KEPT) known.clear();
    known.set(key, parsed);
    return parsed;
  };
}
