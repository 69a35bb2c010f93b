import { invalid, invalidParameter } from '../errors';
import { LIMITS } from '../limits';
import { type Attributes, attributeOf, pick, typeOf, type Value } from '../values/attribute-value';
import { valueBytes } from '../values/value-size';

/** One attribute of a table's key. */
export interface KeyAttribute {
  readonly name: string;
  readonly type: 'S' | 'N' | 'B';
}

/** The key of a table: the attribute that names the partition and, maybe, the one that sorts within it. */
export interface KeySchema {
  readonly hash: KeyAttribute;
  readonly range: KeyAttribute | undefined;
}

/** The key's attributes in the order of the schema. */
export function keyAttributes({ hash, range }: KeySchema): readonly KeyAttribute[] {
  return range === undefined ? [hash] : [hash, range];
}

/** The key's part of an item. */
export function keyOf(item: Attributes, keys: KeySchema): Attributes {
  return pick(
    item,
    keyAttributes(keys).map(({ name }) => name),
  );
}

/** @throws StoreError `ValidationException` when an item to be stored has no proper key */
export function assertItemKey(item: Attributes, keys: KeySchema): void {
  for (const { name, type } of keyAttributes(keys)) {
    const value = attributeOf(item, name);
    if (value === undefined) throw invalidParameter(`Missing the key ${name} in the item`);
    if (typeOf(value) !== type) {
      throw invalidParameter(`Type mismatch for key ${name} expected: ${type} actual: ${typeOf(value)}`);
    }
    assertKeyValue(value, name);
  }
  assertKeySizes(item, keys);
}

/** @throws StoreError `ValidationException` when `key` is not exactly a key of the table */
export function assertKey(key: Attributes, keys: KeySchema): void {
  const wanted = keyAttributes(keys);
  const fits = wanted.every(({ name, type }) => {
    const value = attributeOf(key, name);
    return value !== undefined && typeOf(value) === type;
  });
  if (!fits || Object.keys(key).length !== wanted.length) {
    throw invalid('The provided key element does not match the schema');
  }
  for (const [name, value] of Object.entries(key)) assertKeyValue(value, name);
  assertKeySizes(key, keys);
}

/** @throws StoreError `ValidationException` for an empty text or binary */
export function assertKeyValue(value: Value, name: string): void {
  const kind = 'S' in value && value.S === '' ? 'string' : 'B' in value && value.B.length === 0 ? 'binary' : undefined;
  if (kind === undefined) return;
  throw invalid(
    `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${kind} value. Key: ${name}`,
  );
}

/** The error of a path that takes a key attribute for a map or a list. */
export function nestedKey(name: string): Error {
  return invalid(
    `Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: ${name}`,
  );
}

/** A text that tells a key value from all others of its type. */
export function keyText(value: Value): string {
  if ('S' in value) return value.S;
  if ('N' in value) return value.N;
  return 'B' in value ? value.B.toJSON() : '';
}

function assertKeySizes(item: Attributes, keys: KeySchema): void {
  const hash = attributeOf(item, keys.hash.name);
  if (hash !== undefined && valueBytes(hash) > LIMITS.hashKeyBytes) {
    throw invalidParameter(`Size of hashkey has exceeded the maximum size limit of${LIMITS.hashKeyBytes} bytes`);
  }
  const range = keys.range === undefined ? undefined : attributeOf(item, keys.range.name);
  if (range !== undefined && valueBytes(range) > LIMITS.rangeKeyBytes) {
    throw invalidParameter(
      `Aggregated size of all range keys has exceeded the size limit of ${LIMITS.rangeKeyBytes} bytes`,
    );
  }
}
