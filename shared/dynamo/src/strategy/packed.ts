import { gunzipSync, gzipSync } from 'node:zlib';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { type Json, textHash } from '../requests/json-values';

/**
 * A canonical JSON text as an attribute: gzip, which takes 40 to 10 % of what DynamoDB's maps and lists would, in one value instead
 * of one for every number.
 */
export function packed(text: string): AttributeValue.BMember {
  return { B: gzipSync(text, { level: 4 }) };
}

/**
 * The JSON that {@link packed} wrote.
 * @throws Error when there is none in it
 */
export function unpacked(bytes: Uint8Array): Json {
  return parse(unpackedText(bytes));
}

const parse: (text: string) => Json = JSON.parse;

/** The hash of the text that {@link packed} has packed, `undefined` where there is none. */
export function packedHash(bytes: Uint8Array): string | undefined {
  try {
    return textHash(unpackedText(bytes));
  } catch {
    // What cannot be unpacked has been edited, and no hash is equal to none.
    return undefined;
  }
}

function unpackedText(bytes: Uint8Array): string {
  return gunzipSync(bytes, { maxOutputLength: MOST_TEXT }).toString('utf8');
}

/** An item has 400 KB; text of figures never shrinks to a hundredth of itself. */
const MOST_TEXT = 40_000_000;
