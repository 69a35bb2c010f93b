import { recompute, type RecomputeSummary } from '../recompute';
import { deployment, logger } from './deployment';

/**
 * Recomputes the portfolio now, whatever the stream says: after a new portfolio has been deployed, or
 * when records have ended in the failure queue. Takes no input.
 */
export async function handler(): Promise<RecomputeSummary> {
  const { portfolio, deps } = deployment();
  const summary = await recompute(deps, portfolio);
  logger.info('rebuilt', { ...summary });
  return summary;
}
