import canonicalize from 'canonicalize';
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
 * One text for equal values (RFC 8785): keys sorted, no blanks, keys that are `undefined` left out, arrays in their order.
 * @throws AppError `bad-data` for what JSON has no word for: NaN, infinities, `undefined` itself, circles, half a surrogate pair
 */
export function canonicalJson(value: unknown): string {
  const text = textOf(value);
  if (text === undefined) throw new AppError('bad-data', `${typeof value} has no JSON text`);
  return text;
}

function textOf(value: unknown): string | undefined {
  try {
    return canonicalize(value);
  } catch (error) {
    throw new AppError('bad-data', `a value has no JSON text: ${messageOf(error)}`, {}, { cause: error });
  }
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
