/**
 * A value as the store keeps it: checked, its numbers in canonical form, never changed. Its shape is that of the SDK's
 * `AttributeValue`, and as JSON it is what travels over the wire.
 */
export type Value =
  | { readonly S: string }
  | { readonly N: string }
  | { readonly B: Bytes }
  | { readonly BOOL: boolean }
  | { readonly NULL: true }
  | { readonly L: readonly Value[] }
  | { readonly M: Attributes }
  | { readonly SS: readonly string[] }
  | { readonly NS: readonly string[] }
  | { readonly BS: readonly Bytes[] };

/** An item, a key or a map: values by name. Look names up with {@link attributeOf}, they may be any text. */
export type Attributes = Readonly<Record<string, Value>>;

/** The names of the types, as `attribute_type` knows them. */
export const TYPES = ['S', 'N', 'B', 'BOOL', 'NULL', 'L', 'M', 'SS', 'NS', 'BS'] as const;
export type TypeName = (typeof TYPES)[number];

/** Binary data; as JSON it is base64. */
export class Bytes extends Uint8Array {
  toJSON(): string {
    return Buffer.from(this.buffer, this.byteOffset, this.byteLength).toString('base64');
  }
}

/** The type of a value. */
export function typeOf(value: Value): TypeName {
  const name = Object.keys(value)[0];
  return TYPES.find((type) => type === name) ?? 'NULL';
}

/** The attribute of that name, which may be the name of something that every object has. */
export function attributeOf(attributes: Attributes, name: string): Value | undefined {
  return Object.hasOwn(attributes, name) ? attributes[name] : undefined;
}

/** Puts an attribute into an object under construction. */
export function setAttribute(attributes: Record<string, Value>, name: string, value: Value): void {
  // Assigned plainly, this one name would set the object's prototype.
  if (name === '__proto__') {
    Object.defineProperty(attributes, name, { value, enumerable: true, writable: true, configurable: true });
  } else {
    attributes[name] = value;
  }
}

/** Those of `names` that there are. */
export function pick(attributes: Attributes, names: readonly string[]): Attributes {
  const picked: Record<string, Value> = {};
  for (const name of names) {
    const value = attributeOf(attributes, name);
    if (value !== undefined) setAttribute(picked, name, value);
  }
  return picked;
}
