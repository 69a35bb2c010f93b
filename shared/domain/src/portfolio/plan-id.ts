import type { Decimal } from 'decimal.js';
import type { SessionDate } from '../calendar';
import type { Ticker } from '../prices';

const OFFSET = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;

/** What an order plan is made from. */
export interface PlanSubject {
  readonly portfolio: string;
  readonly asOf: SessionDate;
  readonly holdings: ReadonlyMap<Ticker, Decimal>;
  readonly cash: Decimal;
}

/**
 * The same 16 hex digits for the same portfolio, session, holdings and cash, in whatever order the
 * holdings are listed. How the orders are cut (whole shares, smallest order) is not part of it, so that
 * two plans for one situation are recognised as such and not both sent. Not a secret: 64-bit FNV-1a
 * (http://www.isthe.com/chongo/tech/comp/fnv/) over the UTF-16 units of their JSON.
 */
export function planId({ portfolio, asOf, holdings, cash }: PlanSubject): string {
  const held = [...holdings].map(([symbol, shares]) => [symbol, shares.toFixed()]).sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  const text = JSON.stringify([portfolio, asOf, held, cash.toFixed()]);
  let hash = OFFSET;
  for (let at = 0; at < text.length; at++) hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(at))) * PRIME);
  return hash.toString(16).padStart(16, '0');
}
