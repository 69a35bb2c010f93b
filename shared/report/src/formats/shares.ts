import { count } from './numbers';

/** Shares to read, not to order by: whole ones, and of less than a hundred four figures that count. */
export function wholeShares(shares: number): string {
  return Math.abs(shares) >= 100 ? count(shares) : String(Number(shares.toPrecision(4)));
}
