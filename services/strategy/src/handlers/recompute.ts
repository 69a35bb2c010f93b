import { symbolsOf } from '@evenkeel/domain/portfolio';
import { streamFunction } from '@evenkeel/runtime/functions';
import { recompute } from '../recompute/recompute';
import { concerns } from '../recompute/concerns';
import { openService } from './service';

/**
 * The Lambda function `recompute`: a batch of the price table's stream. What the records say does not matter, only that
 * something changed: they are coalesced into one recomputation.
 */
export const handler = streamFunction({
  service: 'strategy',
  open: openService,
  run: async ({ portfolio, deps }, records, { log, metrics }) => {
    if (!concerns(records, symbolsOf(portfolio))) return;
    const summary = await recompute(deps, portfolio);
    log.info('recomputed', { ...summary, records: records.length });
    metrics.count('Recomputed');
  },
});
