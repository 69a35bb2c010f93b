import {
  $ZodArray,
  $ZodDiscriminatedUnion,
  $ZodObject,
  $ZodOptional,
  $ZodPipe,
  $ZodRecord,
  $ZodUnion,
  type $ZodType,
} from 'zod/v4/core';

/** Keys of one object that its schema does not know. */
export interface UnknownKeys {
  readonly path: readonly PropertyKey[];
  readonly unknown: readonly string[];
  readonly known: readonly string[];
}

type Path = readonly PropertyKey[];

/**
 * Every key in `value` that a schema does not know, outermost first, whatever is wrong beside it: a
 * mistyped key is the cause of what is then missing, so it has to be told before that.
 */
export function unknownKeys(schema: $ZodType, value: unknown): UnknownKeys[] {
  return within(schema, value, []).sort((a, b) => a.path.length - b.path.length);
}

function within(schema: $ZodType, value: unknown, path: Path): UnknownKeys[] {
  if (schema instanceof $ZodOptional) return within(schema._zod.def.innerType, value, path);
  if (schema instanceof $ZodPipe) return within(schema._zod.def.in, value, path);
  if (schema instanceof $ZodUnion) return inUnion(schema, value, path);
  if (schema instanceof $ZodArray && Array.isArray(value)) {
    const { element } = schema._zod.def;
    return value.flatMap((item: unknown, at) => within(element, item, [...path, at]));
  }
  if (!isRecord(value)) return [];
  if (schema instanceof $ZodRecord) {
    const { valueType } = schema._zod.def;
    return Object.entries(value).flatMap(([key, item]) => within(valueType, item, [...path, key]));
  }
  return schema instanceof $ZodObject ? inObject(schema, value, path) : [];
}

function inObject(schema: $ZodObject, value: Readonly<Record<string, unknown>>, path: Path): UnknownKeys[] {
  const known = Object.entries(schema._zod.def.shape);
  return [
    ...beyond(
      known.map(([key]) => key),
      value,
      path,
    ),
    ...known.flatMap(([key, part]) => within(part, value[key], [...path, key])),
  ];
}

/** Where a union does not say which of its objects is meant, the keys of all of them are known. */
function inUnion(schema: $ZodUnion, value: unknown, path: Path): UnknownKeys[] {
  const { options } = schema._zod.def;
  if (!isRecord(value)) return options.flatMap((option) => within(option, value, path));
  const objects = options.filter((option) => option instanceof $ZodObject);
  const meant = objects.find((option) => isMeant(schema, option, value));
  if (meant) return inObject(meant, value, path);
  return beyond([...new Set(objects.flatMap((option) => Object.keys(option._zod.def.shape)))], value, path);
}

function isMeant(union: $ZodUnion, option: $ZodType, value: Readonly<Record<string, unknown>>): boolean {
  if (!(union instanceof $ZodDiscriminatedUnion)) return false;
  const { discriminator } = union._zod.def;
  const chosen = value[discriminator];
  return typeof chosen === 'string' && option._zod.propValues?.[discriminator]?.has(chosen) === true;
}

function beyond(known: readonly string[], value: object, path: Path): UnknownKeys[] {
  const unknown = Object.keys(value).filter((key) => !known.includes(key));
  return unknown.length === 0 ? [] : [{ path, unknown, known }];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
