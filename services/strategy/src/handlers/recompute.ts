import { symbolsOf } from '@evenkeel/domain/portfolio';
import { streamFunction } from '@evenkeel/runtime/functions';
import { changedFrom } from '../recompute/changed-from';
import { recomputeEach } from '../recompute/each';
import { openService } from './service';

/**
 * The Lambda function `recompute`: a batch of the price table's stream. Of what the records say only the oldest session of each
 * portfolio matters: they are coalesced into one recomputation a portfolio, which reads what it needs from the table.
 */
export const handler = streamFunction({
  service: 'strategy',
  open: openService,
  run: async (service, records, { log, metrics }) => {
    const done = await recomputeEach({
      ...service,
      log,
      reasonFor: (portfolio) => {
        const since = changedFrom(records, symbolsOf(portfolio));
        return since === undefined ? undefined : { changedFrom: since };
      },
    });
    if (done.length > 0) metrics.count('Recomputed');
  },
});
