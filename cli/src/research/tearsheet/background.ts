import type { PriceOrigin } from '../layout/page';

/** What a tearsheet says of a run that its report does not know. */
export interface Background {
  readonly prices: PriceOrigin;
  /** One line on the risk-free rate. */
  readonly riskFree: string;
  /** What the regime filter blocks and how often; nothing without one. */
  readonly filter: readonly string[];
  /** What is doubtful about the prices, and which sessions were left out and why: a notice each. */
  readonly oddities: readonly string[];
}
