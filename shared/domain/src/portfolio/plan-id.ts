import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Decimal } from 'decimal.js';
import type { SessionDate } from '../calendar';
import { canonicalJson } from '../json';
import type { Ticker } from '../prices';
import type { Portfolio } from './portfolio';

/** What an order plan is made from. */
export interface PlanSubject {
  /** All of it counts, not only its name: other tolerances or pairs are another portfolio. */
  readonly portfolio: Portfolio;
  readonly asOf: SessionDate;
  readonly holdings: ReadonlyMap<Ticker, Decimal>;
  readonly cash: Decimal;
  readonly wholeShares: boolean;
  readonly minimumOrder?: Decimal | undefined;
}

/** 64 bits: among a million plans two share an id once in 37 million times (n^2 / 2^65). */
const HEX_DIGITS = 16;

/**
 * The same 16 hex digits for the same portfolio, session, holdings, cash and way of cutting orders, in
 * whatever order keys and holdings are listed; other digits as soon as one of them differs. Nothing held
 * of a symbol is the same as not naming it, and a smallest order of 0 the same as none. Prices do not
 * count: a corrected close does not make a second plan of the first.
 *
 * The beginning of the SHA-256 of their canonical JSON, so that anybody can compute it.
 */
export function planId({ portfolio, asOf, holdings, cash, wholeShares, minimumOrder }: PlanSubject): string {
  const held = [...holdings]
    .filter(([, shares]) => !shares.isZero())
    .map(([symbol, shares]) => [symbol, shares.toFixed()] as const);
  const subject = {
    portfolio,
    asOf,
    holdings: Object.fromEntries(held),
    cash: cash.toFixed(),
    wholeShares,
    minimumOrder: minimumOrder?.toFixed() ?? '0',
  };
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(subject)))).slice(0, HEX_DIGITS);
}
