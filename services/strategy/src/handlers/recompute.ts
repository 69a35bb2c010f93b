import { symbolsOf } from '@evenkeel/domain/portfolio';
import { streamFunction } from '@evenkeel/runtime/functions';
import { recompute } from '../recompute/recompute';
import { changedFrom } from '../recompute/changed-from';
import { openService } from './service';

/**
 * The Lambda function `recompute`: a batch of the price table's stream. Of what the records say only the
 * oldest session matters: they are coalesced into one recomputation, which reads what it needs from the table.
 */
export const handler = streamFunction({
  service: 'strategy',
  open: openService,
  run: async ({ portfolio, deps }, records, { log, metrics }) => {
    const since = changedFrom(records, symbolsOf(portfolio));
    if (since === undefined) return;
    const summary = await recompute(deps, portfolio, { changedFrom: since });
    log.info('recomputed', { ...summary, records: records.length });
    if (summary.unreadable.length > 0) log.warn('items of the price table hold no bar', { items: summary.unreadable });
    metrics.count('Recomputed');
  },
});
