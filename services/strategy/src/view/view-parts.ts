import { pairHistories, type PairHistory } from '@evenkeel/domain/analysis';
import type { ViewPart } from '@evenkeel/dynamo/strategy';
import type { Computed } from './computed';
import { analysisParts } from './parts/analysis';
import { attributionParts } from './parts/attribution';
import { equityParts } from './parts/equity';
import { reportParts } from './parts/report';
import { tradeParts } from './parts/trades';

/** All parts of a view but its head, by name. */
export function viewParts(computed: Computed): Map<string, ViewPart> {
  const { net, gross, panel, portfolio } = computed;
  let known: readonly PairHistory[] | undefined;
  const netPairs = () => (known ??= pairHistories(net, panel, portfolio.fill));
  return new Map([
    ...analysisParts(computed),
    ...attributionParts(net, netPairs),
    ...equityParts(net, gross),
    ...reportParts(computed, netPairs),
    ...tradeParts(net.fills),
  ]);
}
