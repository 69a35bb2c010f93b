import { parsePath } from './parse-operand';
import type { PathNode } from './syntax';
import { TokenCursor } from './token-cursor';

/**
 * Parses a list of document paths.
 * @throws StoreError `ValidationException` naming the token that cannot stand where it stands
 */
export function parseProjection(text: string): readonly PathNode[] {
  const cursor = new TokenCursor('ProjectionExpression', text);
  const paths = [parsePath(cursor)];
  while (cursor.accept(',')) paths.push(parsePath(cursor));
  if (cursor.next.kind !== 'end') throw cursor.unexpected();
  return paths;
}
