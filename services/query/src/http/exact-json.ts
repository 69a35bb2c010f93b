import { Decimal } from 'decimal.js';

/** What {@link exactJson} writes. */
export type Exact = string | number | boolean | null | Decimal | readonly Exact[] | { readonly [key: string]: Exact };

/**
 * JSON text in which a {@link Decimal} is a number with all of its digits: 76.98 stays `76.98` and
 * never passes through a float on its way out.
 */
export function exactJson(value: Exact): string {
  if (Decimal.isDecimal(value)) return value.toFixed();
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(exactJson).join()}]`;
  return `{${Object.entries(value)
    .map(([key, item]) => `${JSON.stringify(key)}:${exactJson(item)}`)
    .join()}}`;
}

function isList(value: readonly Exact[] | { readonly [key: string]: Exact }): value is readonly Exact[] {
  return Array.isArray(value);
}
