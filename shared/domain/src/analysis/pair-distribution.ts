import { SESSIONS_A_YEAR } from '../statistics/constants';
import { ascending, mean, quantile, sampleSd } from '../statistics/distribution';
import { ratio } from '../statistics/ratio';
import type { Distribution } from './analysis-model';

/** Count, mean, sd, Sharpe ratio and quartiles of a sample of daily returns. */
export function distributionOf(returns: Float64Array): Distribution {
  const average = mean(returns);
  const sd = sampleSd(returns);
  const daily = ratio(average, sd);
  const sorted = ascending(returns);
  return {
    count: returns.length,
    mean: average,
    sd,
    sharpe: daily === null ? null : daily * Math.sqrt(SESSIONS_A_YEAR),
    quartiles: [quantile(sorted, 0.25), quantile(sorted, 0.5), quantile(sorted, 0.75)],
  };
}
