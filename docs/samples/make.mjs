/**
 * Writes docs/samples/prices, two years of the built-in synthetic market: `node docs/samples/make.mjs`. With `--check`
 * it writes nothing and names the files that are not what it would write.
 *
 * The same seed gives the same bytes on every machine. No exchange has made these prices, and each row says so.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundled } from '../bundle.mjs';

/** Two years that hold the change of ERY's leverage on 2020-04-01. */
const RANGE = { from: '2019-07-01', to: '2021-06-30' };
const COLUMNS = ['date', 'open', 'high', 'low', 'close', 'volume', 'dividends', 'splits', 'source'];

const { portfolio, seed, symbolsOf, syntheticHistory } = await bundled(
  'samples',
  `import { parsePortfolio } from '@evenkeel/domain/portfolio';
   import classic from './portfolios/classic.json';
   export const portfolio = parsePortfolio(classic, 'portfolios/classic.json');
   export { symbolsOf } from '@evenkeel/domain/portfolio';
   export { syntheticHistory } from '@evenkeel/domain/synthetic';
   export { SYNTHETIC_SEED as seed } from '@evenkeel/ingestion/sources';`,
);

const folder = join(import.meta.dirname, 'prices');
const files = symbolsOf(portfolio).map((symbol) => ({
  path: join(folder, `${symbol}.csv`),
  text: csvOf(syntheticHistory(symbol, { seed, ...RANGE })),
}));

if (process.argv.includes('--check')) {
  const stale = files.filter(({ path, text }) => !existsSync(path) || readFileSync(path, 'utf8') !== text);
  for (const { path } of stale) console.log(`${path}: not what node docs/samples/make.mjs writes; run it again`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  mkdirSync(folder, { recursive: true });
  for (const { path, text } of files) writeFileSync(path, text);
  console.log(`${files.length} files in ${folder}`);
}

/** A history in the csv source's own form. */
function csvOf({ rows, dividends, splits }) {
  const on = (events, session, value) => events.find((event) => event.session === session)?.[value].toFixed() ?? '0';
  const lines = rows.map(({ session, open, high, low, close, volume }) => [
    session,
    ...[open, high, low, close, volume].map((number) => number.toFixed()),
    on(dividends, session, 'amount'),
    on(splits, session, 'ratio'),
    'synthetic',
  ]);
  return [COLUMNS, ...lines].map((cells) => `${cells.join(',')}\n`).join('');
}
