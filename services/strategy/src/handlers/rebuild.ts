import { recompute, type RecomputeSummary } from '../recompute';
import { deployment, logger } from './deployment';

/**
 * Recomputes the portfolio now, whatever the stream says, and mends its stored view: after a new portfolio has been deployed,
 * when records have ended in the failure queue, or an item of the view was edited or lost. Takes no input.
 */
export async function handler(): Promise<RecomputeSummary> {
  const { portfolio, deps } = deployment();
  const summary = await recompute(deps, portfolio, { verify: true });
  logger.info('rebuilt', { ...summary });
  return summary;
}
