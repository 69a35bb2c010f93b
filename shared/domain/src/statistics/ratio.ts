import { SMALLEST_DENOMINATOR } from './constants';

/** `numerator / denominator`, or null where the denominator is too small or either is not a finite number. */
export function ratio(numerator: number | null, denominator: number | null): number | null {
  if (numerator === null || denominator === null || Math.abs(denominator) < SMALLEST_DENOMINATOR) return null;
  return finite(numerator / denominator);
}

/** The number itself, or null where it is NaN or infinite: JSON knows neither. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
