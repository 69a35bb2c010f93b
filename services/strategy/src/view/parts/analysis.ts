import { AppError } from '@evenkeel/domain';
import { buildAnalysis, FEWEST_SESSIONS, type HedgeBeta } from '@evenkeel/domain/analysis';
import { buildPairPanel, type PairPanel } from '@evenkeel/domain/backtest';
import type { SessionDate } from '@evenkeel/domain/calendar';
import type { Pair } from '@evenkeel/domain/pairs';
import type { PricePath, Ticker } from '@evenkeel/domain/prices';
import { asJsonObject, type JsonObject } from '@evenkeel/dynamo/requests';
import { analysisPart, pairName, type ViewPart } from '@evenkeel/dynamo/strategy';
import type { Computed } from '../computed';

/**
 * The exploratory analysis (docs/numbers.md, section 5) of each pair over the sessions that its two legs share, up to the as-of
 * session: `analysis#QQQ-SQQQ`. A pair with fewer sessions than its longest window has none.
 */
export function analysisParts({ portfolio, panel, paths, asOf }: Computed): Map<string, ViewPart> {
  const longEnough = (pair: Pair) =>
    panel.sessions.length >= FEWEST_SESSIONS || sharedSessions(pair, paths, asOf) >= FEWEST_SESSIONS;
  return new Map(
    portfolio.pairs.filter(longEnough).map((pair): [string, ViewPart] => {
      const make = () => remembered(pairName(pair), buildPairPanel(pair, paths, { to: asOf }));
      return [analysisPart(pairName(pair)), { make }];
    }),
  );
}

function sharedSessions({ base, inverse }: Pair, paths: ReadonlyMap<Ticker, PricePath>, to: SessionDate): number {
  const other = new Set(paths.get(inverse)?.sessions);
  return paths.get(base)?.sessions.filter((session) => session <= to && other.has(session)).length ?? 0;
}

/** Pairs whose last analysis is remembered, at most. */
const MOST_REMEMBERED = 100;

const last = new Map<string, { readonly panel: PairPanel; readonly analysis: JsonObject }>();

/** {@link analysisOf}, which is the same for every portfolio that holds the pair: of the very same figures it is made once. */
function remembered(name: string, panel: PairPanel): JsonObject {
  const before = last.get(name);
  if (before !== undefined && samePair(before.panel, panel)) return before.analysis;
  const analysis = analysisOf(panel);
  if (last.size >= MOST_REMEMBERED) last.clear();
  last.set(name, { panel, analysis });
  return analysis;
}

/** Whether two panels of one pair have the same sessions, indices and ratios, to the last bit: all that an analysis is made of. */
function samePair(a: PairPanel, b: PairPanel): boolean {
  const [one, other] = [a.pairs[0], b.pairs[0]];
  if (one === undefined || other === undefined || a.sessions.length !== b.sessions.length) return false;
  return (
    one.base.ticker === other.base.ticker &&
    one.inverse.ticker === other.inverse.ticker &&
    sameColumn(one.base.close, other.base.close) &&
    sameColumn(one.inverse.close, other.inverse.close) &&
    sameColumn(one.ratio, other.ratio) &&
    a.sessions.every((session, row) => session === b.sessions[row])
  );
}

function sameColumn(a: Float64Array, b: Float64Array): boolean {
  return a.length === b.length && a.every((value, row) => value === b[row]);
}

/** The analysis as it is stored: the hedge's beta at month ends only, for a row a session would grow without end. */
function analysisOf(panel: PairPanel): JsonObject {
  const [analysis] = buildAnalysis([panel]).pairs;
  if (analysis === undefined) throw new AppError('failed', 'a panel without a pair has no analysis');
  return asJsonObject({ ...analysis, hedgeBeta: monthEnds(analysis.hedgeBeta) });
}

/** The last row of each month, and so the newest. */
function monthEnds(rows: readonly HedgeBeta[]): HedgeBeta[] {
  return rows.filter(({ date }, row) => rows[row + 1]?.date.slice(0, 7) !== date.slice(0, 7));
}
