import { AppError, messageOf } from './errors';

/**
 * The value of a JSON text. Stricter than `JSON.parse`: a key that stands twice in one object is
 * refused, where `JSON.parse` would silently take the last.
 *
 * @param origin what error messages call the text
 * @throws AppError `bad-input`: empty, not JSON, or the key that stands twice
 */
export function parseJson(text: string, origin: string): unknown {
  if (text.trim() === '') throw new AppError('bad-input', `${origin}: is empty`);
  const value = valueOf(text, origin);
  const repeated = repeatedKey(text);
  if (repeated !== undefined)
    throw new AppError('bad-input', `${origin}: the key "${repeated}" stands twice; leave one of them out`, {
      key: repeated,
    });
  return value;
}

/**
 * One text for equal values: keys sorted, no blanks, `undefined` left out, arrays in their order
 * (what RFC 8785 does, for text and numbers as `JSON.stringify` writes them).
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    isRecord(part) ? Object.fromEntries(Object.entries(part).sort(byKey)) : part,
  );
}

function valueOf(text: string, origin: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const wrong = messageOf(error)
      .replace(/\s+/g, ' ')
      .replace(/ is not valid JSON$/, '');
    throw new AppError('bad-input', `${origin}: is not JSON: ${wrong}`, {}, { cause: error });
  }
}

/** Strings and brackets; in a text known to be JSON nothing else matters here. */
const TOKENS = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/g;

/** The first key that one object of a valid JSON text has twice. Walks without recursion, so depth does not matter. */
function repeatedKey(text: string): string | undefined {
  const open: Set<string>[] = [];
  for (const [token, colon] of text.matchAll(TOKENS)) {
    if (token === '{' || token === '[') open.push(new Set());
    else if (token === '}' || token === ']') open.pop();
    else if (colon !== undefined) {
      const key = String(JSON.parse(token.slice(0, -colon.length)));
      const keys = open.at(-1);
      if (keys?.has(key)) return key;
      keys?.add(key);
    }
  }
  return undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function byKey([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}
