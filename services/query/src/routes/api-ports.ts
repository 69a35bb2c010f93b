import type { SessionDate } from '@evenkeel/domain/calendar';
import type { Ticker } from '@evenkeel/domain/prices';
import type { PriceHistoryReader } from '@evenkeel/dynamo/prices';
import type { StrategyReader } from '@evenkeel/dynamo/strategy';
import type { ProblemPorts } from './waiting-problem';

/** How far one symbol's stored history goes. */
export interface SymbolCoverage {
  readonly symbol: Ticker;
  readonly first: SessionDate | null;
  readonly last: SessionDate | null;
  /** Sessions between them that have no bar. */
  readonly gaps: readonly SessionDate[];
  /** False while a first filling is under way or was interrupted. */
  readonly complete: boolean;
}

/** What the API reads. It can write nothing. */
export interface ApiPorts extends ProblemPorts {
  readonly prices: Pick<PriceHistoryReader, 'bars' | 'lastBars' | 'newestSession'>;
  readonly views: StrategyReader;
  /** All symbols with a stored history, sorted. */
  readonly coverage: () => Promise<readonly SymbolCoverage[]>;
  readonly now: () => Date;
  /** The OpenAPI document. */
  readonly openapi: unknown;
  /** Hears which route a request has taken, e.g. `/v1/portfolios/:name`; `none` where there is no such route. */
  readonly routed: (route: string) => void;
  /** Hears of every failure that is ours and not the client's. */
  readonly failed: (error: unknown, path: string) => void;
}
