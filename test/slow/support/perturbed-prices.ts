import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Files of this symbol keep all their rows: it is the benchmark, which may have no gaps. */
const COMPLETE = 'SPY';

/**
 * A temporary copy of a folder of price files in which history went another way: prices of some rows
 * scaled, rows missing, splits and dividends that never were. Seeded; its owner removes it.
 */
export function perturbedPrices(folder: string, seed: number): string {
  const uniform = random(seed);
  const target = mkdtempSync(join(tmpdir(), 'evenkeel-perturbed-'));
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.csv'))) {
    const [header = '', ...rows] = readFileSync(join(folder, file), 'utf8').trimEnd().split('\n');
    const names = header.split(',');
    const changed = rows.flatMap((row) => perturbedRow(names, row.split(','), uniform, file === `${COMPLETE}.csv`));
    writeFileSync(join(target, file), [header, ...changed, ''].join('\n'));
  }
  return target;
}

const SPLITS = ['2', '0.5', '0.2', '1.5', '3', '1.231'];

function perturbedRow(names: readonly string[], cells: string[], uniform: () => number, complete: boolean): string[] {
  if (uniform() < 0.004 && !complete) return [];
  const set = (name: string, text: string) => (cells[names.indexOf(name)] = text);
  const get = (name: string) => Number(cells[names.indexOf(name)]);
  if (uniform() < 0.05) {
    const factor = Math.exp(0.1 * (uniform() - 0.5));
    const decimals = 2 + Math.floor(uniform() * 5);
    for (const name of ['open', 'high', 'low', 'close']) set(name, (get(name) * factor).toFixed(decimals));
  }
  if (uniform() < 0.002) set('splits', SPLITS[Math.floor(uniform() * SPLITS.length)] ?? '2');
  if (uniform() < 0.004) set('dividends', (get('close') * 0.03 * uniform()).toFixed(6));
  return [cells.join(',')];
}

/** Park and Miller's minimal standard generator. */
function random(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}
