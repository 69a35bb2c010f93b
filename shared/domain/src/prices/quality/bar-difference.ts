import { PRICE_FIELDS, type Bar } from '../bar';
import type { BarField, Change } from './judgement';

/**
 * Prices and dividends within this share of the close are the same value in other roundings. Vendors
 * restate history through single-precision floats (6e-8 a restatement) and files carry 10
 * digits, so feeds of different days differ in the last digits; a real correction is at least a cent,
 * and one that moves a return by less than this moves no figure anyone reads.
 */
const PRICE_TOLERANCE = 4e-6;

/** Stored prices are rounded to 6 decimals, so two of them may differ by one such step. */
const ROUNDING_STEP = 1e-6;

/** Split ratios of different days differ in how many digits of 1/12 were sent. */
const RATIO_TOLERANCE = 1e-6;

/**
 * Split-adjusted volume is sent in whole shares, so undoing a reverse split 1:n is only exact to n/2
 * shares; 1:200 is the largest there is. On top comes a rounding of large numbers.
 */
const VOLUME_STEP = 100;
const VOLUME_TOLERANCE = 1e-6;

const FIELDS: readonly BarField[] = [...PRICE_FIELDS, 'volume', 'dividend', 'split'];

/** The fields in which a fetched bar says something else than the stored one. */
export function differencesOf(stored: Bar, fetched: Bar): Change[] {
  return FIELDS.filter((field) => differs(field, stored, fetched)).map((field) => ({
    field,
    stored: stored[field],
    fetched: fetched[field],
  }));
}

/** True when one field of two bars of the same session differs by more than rounding. */
export function differs(field: BarField, stored: Bar, fetched: Bar): boolean {
  const distance = stored[field].minus(fetched[field]).abs();
  return distance.greaterThan(toleranceOf(field, stored));
}

function toleranceOf(field: BarField, stored: Bar): number {
  if (field === 'volume') return VOLUME_STEP + VOLUME_TOLERANCE * stored.volume.toNumber();
  if (field === 'split') return RATIO_TOLERANCE * stored.split.toNumber();
  return ROUNDING_STEP + PRICE_TOLERANCE * stored.close.toNumber();
}
