import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { createHash } from 'node:crypto';
import { AppError, canonicalJson } from '@evenkeel/domain';

/** What JSON can hold; a key whose value is `undefined` is not there. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** DynamoDB numbers end at 1e-130; below, a double would be refused. Nothing we measure is that small and not 0. */
const SMALLEST = 1e-130;
/** ... and at 9.99e125. */
const LARGEST = 1e125;

/**
 * The shortest text that reads back as the same double, within DynamoDB's range (38 digits hold
 * every double's shortest form). -0 and magnitudes below 1e-130 become 0.
 * @throws AppError `bad-data` for NaN, infinities and magnitudes above 1e125
 */
function storableNumber(value: number): number {
  if (!Number.isFinite(value) || Math.abs(value) > LARGEST) {
    throw new AppError('bad-data', `${String(value)} cannot be stored; a view holds finite numbers only`);
  }
  return Math.abs(value) < SMALLEST ? 0 : value;
}

/**
 * A plain value as JSON: what an interface of ours holds, without its `undefined` keys.
 * @throws AppError `bad-data` for what JSON has no word for
 */
function asJson(value: unknown): Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return storableNumber(value);
  if (Array.isArray(value)) return value.map(asJson);
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) return asJsonObject(value);
  throw new AppError('bad-data', `a ${typeof value} cannot be stored in a view`);
}

/** {@link asJson} of an object. */
export function asJsonObject(object: object): JsonObject {
  const entries: [string, unknown][] = Object.entries(object);
  return Object.fromEntries(
    entries.flatMap(([key, value]): [string, Json][] => (value === undefined ? [] : [[key, asJson(value)]])),
  );
}

/** A JSON value as a DynamoDB attribute; numbers keep every bit. */
export function toAttribute(value: Json): AttributeValue {
  if (value === null) return { NULL: true };
  if (typeof value === 'string') return { S: value };
  if (typeof value === 'boolean') return { BOOL: value };
  if (typeof value === 'number') return { N: String(storableNumber(value)) };
  if (isList(value)) return { L: value.map(toAttribute) };
  return { M: toAttributes(value) };
}

/** A JSON object as an item's attributes. */
function toAttributes(object: JsonObject): Record<string, AttributeValue> {
  return Object.fromEntries(present(object).map(([key, value]) => [key, toAttribute(value)]));
}

/** The JSON value that {@link toAttribute} wrote. */
export function fromAttribute(attribute: AttributeValue): Json {
  if (attribute.S !== undefined) return attribute.S;
  if (attribute.N !== undefined) return Number(attribute.N);
  if (attribute.BOOL !== undefined) return attribute.BOOL;
  if (attribute.NULL !== undefined) return null;
  if (attribute.L !== undefined) return attribute.L.map(fromAttribute);
  if (attribute.M !== undefined) return fromAttributes(attribute.M);
  throw new AppError('bad-data', `an attribute of type ${Object.keys(attribute).join()} is not part of a view`);
}

/** The JSON object that {@link toAttributes} wrote. */
function fromAttributes(attributes: Readonly<Record<string, AttributeValue>>): JsonObject {
  return Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, fromAttribute(value)]));
}

/** The canonical JSON of what is stored for `value`: equal content has equal texts. */
export function contentText(value: Json): string {
  return canonicalJson(asJson(value));
}

/** SHA-256, in hex, of a text. */
export function textHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** {@link textHash} of {@link contentText}: equal content has equal hashes, however it is stored. */
export function contentHash(value: Json): string {
  return textHash(contentText(value));
}

function isList(value: readonly Json[] | JsonObject): value is readonly Json[] {
  return Array.isArray(value);
}

function present(object: JsonObject): [string, Json][] {
  return Object.entries(object).flatMap(([key, value]): [string, Json][] =>
    value === undefined ? [] : [[key, value]],
  );
}
