import { createHash } from 'node:crypto';
import { canonicalJson } from '@evenkeel/domain';
import type { Portfolio } from '@evenkeel/domain/portfolio';

/** The same for files that say the same, however they are written: sha256 of the canonical text of the parsed portfolio. */
export function portfolioHash(portfolio: Portfolio): string {
  return createHash('sha256').update(canonicalJson(portfolio)).digest('hex');
}
