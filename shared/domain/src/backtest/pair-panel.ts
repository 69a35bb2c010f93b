import { ratiosOn, type Pair } from '../pairs';
import type { PricePath, Ticker } from '../prices';
import { commonSessions, type PanelRange } from './align';
import { indexOn, seriesOf, type Panel } from './panel';

/** One pair on the sessions that its two legs share: as much of a panel as the analysis of a pair reads. */
export type PairPanel = Pick<Panel, 'sessions' | 'pairs'>;

/**
 * Aligns the two legs of a pair within `range`.
 * @throws AppError `bad-data` for a leg without bars
 */
export function buildPairPanel(pair: Pair, series: ReadonlyMap<Ticker, PricePath>, range: PanelRange = {}): PairPanel {
  const [base, inverse] = [seriesOf(pair.base, series), seriesOf(pair.inverse, series)];
  const { sessions } = commonSessions([base, inverse], range);
  const columns = (leg: PricePath) => indexOn(sessions, leg, false);
  const ratio = ratiosOn(pair, sessions);
  return { sessions, pairs: [{ pair, base: columns(base), inverse: columns(inverse), ratio }] };
}
