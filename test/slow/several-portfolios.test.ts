import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSessionDate, sessionsBetween } from '@evenkeel/domain/calendar';
import { pairFile, portfolioFile } from '../factories/portfolio';
import { priceFolder, pricePath } from '../factories/price-folder';
import { commandStarter } from '../support/started-commands';

const PATIENCE = 300_000;
const SESSIONS = sessionsBetween(parseSessionDate('2024-01-02'), parseSessionDate('2024-06-28'));
const start = commandStarter();
let folder: string;
let persist: string;

beforeEach(() => {
  folder = priceFolder(
    Object.fromEntries(
      ['AAA', 'BBB', 'CCC', 'DDD'].map((symbol, i) => [symbol, pricePath(i, i % 2 === 0 ? 1 : -3, SESSIONS)]),
    ),
  );
  persist = mkdtempSync(join(tmpdir(), 'evenkeel-persist-'));
});
afterEach(() => {
  for (const each of [folder, persist]) rmSync(each, { recursive: true, force: true });
});

/** A portfolio file beside the prices; its path. */
function put(name: string, base: string, inverse: string): string {
  const path = join(folder, `${name} of mine.json`);
  writeFileSync(path, JSON.stringify(portfolioFile({ name, pairs: [pairFile(base, inverse)] })));
  return path;
}

test(
  'up computes each portfolio that it is given; one that it is not given next time stays, and is said to be retired',
  async () => {
    const first = put('first', 'AAA', 'BBB');
    const second = put('second & last', 'CCC', 'DDD');
    const up = (...portfolios: string[]) =>
      start([
        ...['up', '--once', '--source', 'csv', '--data', folder, '--port', '0', '--persist', persist],
        ...['--database', 'embedded'],
        ...portfolios.flatMap((path) => ['--portfolio', path]),
      ]).ended;

    const both = await up(second, first);
    expect(both.code).toBe(0);
    expect([...both.stdout.matchAll(/^Portfolio (.+), as of session 2024-06-28$/gm)].map(([, name]) => name)).toEqual([
      'second & last',
      'first',
    ]);
    expect(both.stdout).not.toContain('retired');

    const one = await up(first);
    expect(one.code).toBe(0);
    expect([...one.stdout.matchAll(/^Portfolio (.+), as of/gm)].map(([, name]) => name)).toEqual(['first']);
    expect(one.stdout).toMatch(
      /^second & last is retired since \d{4}-\d\d-\d\d: its last targets, as of session 2024-06-28, stay in the API$/m,
    );
  },
  PATIENCE,
);
