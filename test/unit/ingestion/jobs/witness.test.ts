import { parseTicker, type VendorHistory } from '@evenkeel/domain/prices';
import type { Pair } from '@evenkeel/domain/pairs';
import { openService } from '../../../../services/ingestion/src/handlers/service';
import { fetchAndJudge } from '../../../../services/ingestion/src/jobs/fetch-and-judge';
import { day, vendorHistory, vendorRow, type Amount } from '../../../factories/bars';
import { memorySource } from '../../../support/memory-source';

const { tables } = openService({
  PRICE_HISTORY_TABLE: 'prices',
  INGESTION_TABLE: 'ingestion',
  AWS_REGION: 'us-east-1',
});
const moved = (ticker: string, close: Amount): VendorHistory =>
  vendorHistory([vendorRow('2024-06-27'), vendorRow('2024-06-28', { close })], { ticker });
const OWN: Pair = {
  base: parseTicker('AAA'),
  inverse: parseTicker('BBB'),
  leverage: [{ from: day('2010-01-01'), ratio: 2 }],
};

/** Base down by half: at -3 the inverse fund gains 150 %, at -2 it doubles. */
test.each([
  ["a pair of the portfolio's", 'AAA', moved('BBB', 200)],
  ['a pair of the default universe that the portfolio has not', 'QQQ', moved('SQQQ', 250)],
])('the legs of %s vouch for each other', async (_, base, otherLeg) => {
  const ticker = parseTicker(base);
  const source = memorySource(moved(base, 50), otherLeg);
  const deps = { source, tables, now: new Date('2024-06-28T22:00:00Z'), pairs: [OWN] };
  expect((await fetchAndJudge(deps, ticker, { stored: [] })).bars).toHaveLength(2);
  const alone = { ...deps, source: memorySource(moved(base, 50)) };
  expect((await fetchAndJudge(alone, ticker, { stored: [] })).quarantined).toMatchObject([
    { reason: 'unexplained-jump' },
  ]);
});
