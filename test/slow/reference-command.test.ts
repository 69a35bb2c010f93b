import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { portfolioFiles } from '../factories/random-portfolio';
import { describeWithSharedData, SHARED_DATA } from '../support/shared-data';
import { perturbedPrices } from './support/perturbed-prices';

const HOME = resolve(__dirname, '../..');
const REFERENCE = join(HOME, 'test/reference/report.py');
const SEED = Number(process.env['REFERENCE_SEED'] ?? 20240628);
const FOLDERS = Number(process.env['REFERENCE_FOLDERS'] ?? 2);
const CASES_A_FOLDER = 4;
const RELATIVE = 1e-9;

interface Case {
  readonly portfolio: { readonly capital: number; readonly riskFreeRate?: number };
  readonly from: string;
  readonly to: string;
}

const ranges = fc
  .tuple(
    fc.integer({ min: 2013, max: 2021 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
    fc.integer({ min: 2, max: 4 }),
  )
  .map(([year, month, day, years]) => ({ from: dateOf(year, month, day), to: dateOf(year + years, month, day) }));
const rates = fc.constantFrom(0, 0, 0.02, 0.055);

describeWithSharedData('the command line against the reference, on histories that never were', () => {
  const work = mkdtempSync(join(tmpdir(), 'evenkeel-reference-'));
  afterAll(() => rmSync(work, { recursive: true, force: true }));

  it.each(Array.from({ length: FOLDERS }, (_, i) => SEED + i))(
    'every number of backtest --json and analyze --json, seed %i',
    (seed) => {
      const folder = perturbedPrices(join(SHARED_DATA, 'prices'), seed);
      try {
        const cases = casesOf(seed);
        const expected = listOf(python(folder, cases));
        expect(expected).toHaveLength(cases.length);
        const found = cases.flatMap((one, at) => {
          const file = join(work, `${seed}-${at}.json`);
          writeFileSync(file, JSON.stringify(one.portfolio));
          const options = [
            '--portfolio',
            file,
            '--source',
            'csv',
            '--data',
            folder,
            '--from',
            one.from,
            '--to',
            one.to,
            '--json',
            '-',
          ];
          const answer = ours(evenkeel('backtest', options), evenkeel('analyze', options));
          return differences(answer, expected[at], one.portfolio.capital).map(
            (line) => `case ${at} ${one.from}..${one.to} ${line}`,
          );
        });
        expect(found).toEqual([]);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
    600_000,
  );
});

function casesOf(seed: number): Case[] {
  return fc
    .sample(fc.tuple(portfolioFiles, ranges, rates), { numRuns: CASES_A_FOLDER * 2, seed })
    .filter(([file, { from }]) => from >= '2015' || !file.pairs.some(({ base }) => base === 'BTC-USD'))
    .slice(0, CASES_A_FOLDER)
    .map(([file, range, riskFreeRate]) => ({ portfolio: { ...file, riskFreeRate }, ...range }));
}

function python(folder: string, cases: readonly Case[]): unknown {
  return json('python3', [REFERENCE, folder], JSON.stringify(cases));
}

function evenkeel(command: string, options: readonly string[]): Record<string, unknown> {
  return fieldsOf(json(process.execPath, [join(HOME, 'cli/bin/evenkeel.mjs'), command, ...options]));
}

function json(program: string, args: readonly string[], input = ''): unknown {
  const { status, stdout, stderr } = spawnSync(program, args, { input, encoding: 'utf8', maxBuffer: 2 ** 30 });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed: ${stderr}`);
  return JSON.parse(stdout);
}

/** Both commands' answers in the shape of the reference's; {@link differences} looks at what the reference has. */
function ours(report: Record<string, unknown>, analysis: Record<string, unknown>) {
  const attribution = fieldsOf(report['attribution']);
  const byPair = listOf(attribution['pairs']);
  const pairs = listOf(report['pairs']).map(fieldsOf);
  const monthly = listOf(report['monthly']).map(fieldsOf);
  const yearly = listOf(report['yearly']).map(fieldsOf);
  return {
    run: report,
    net: {
      metrics: report['net'],
      drawdowns: listOf(report['drawdowns']),
      monthly: Object.fromEntries(
        monthly.map((row) => [`${String(row['year'])}-${String(row['month']).padStart(2, '0')}`, row['return']]),
      ),
      yearly: Object.fromEntries(yearly.map((row) => [String(row['year']), row])),
      attribution,
      pairs: pairs.map((pair, at) => ({ metrics: pair['net'], attribution: byPair[at], profit: pair['profit'] })),
    },
    gross: { metrics: report['gross'], pairs: pairs.map((pair) => ({ metrics: pair['gross'] })) },
    analysis: analysis['pairs'],
  };
}

/** What the reference keeps for itself, or reports in a place of its own. */
const UNCOMPARED = [
  /^\/run\/(pairs|grossTrades|modelHoldings|modelOrders)$/,
  /^\/run\/trades\/\d+\/(pair|leg)$/,
  /^\/(net|gross)\/attributionByYear$/,
  /^\/gross\/(drawdowns|monthly|yearly|attribution)$/,
  /^\/gross\/pairs\/\d+\/(attribution|profit)$/,
];
/** Sums of money that cancel: their error is relative to what was summed. */
const MONEY = /\/(cash|minCash|attribution|profit|averageWin|averageLoss|value|cost|units|shares)(\/|$)/;

/** Paths at which `actual` is not what the reference expects. */
function differences(actual: unknown, expected: unknown, capital: number, path = ''): string[] {
  if (UNCOMPARED.some((pattern) => pattern.test(path))) return [];
  if (typeof expected === 'number' && typeof actual === 'number') {
    const scale = Math.max(Math.abs(expected), MONEY.test(path) ? capital : 1e-3);
    return Math.abs(actual - expected) <= RELATIVE * scale ? [] : [`${path}: ${actual} against ${expected}`];
  }
  if (typeof expected === 'object' && expected !== null && typeof actual === 'object' && actual !== null) {
    if (Array.isArray(expected) && Array.isArray(actual)) {
      const rows = actual.filter(isMore);
      const wanted = expected.filter(isMore);
      if (rows.length !== wanted.length) return [`${path}: ${rows.length} rows against ${wanted.length}`];
      return wanted.flatMap((row, at) => differences(rows[at], row, capital, `${path}/${at}`));
    }
    const own = fieldsOf(actual);
    return Object.entries(expected).flatMap(([key, value]) => differences(own[key], value, capital, `${path}/${key}`));
  }
  return actual === expected ? [] : [`${path}: ${String(actual)} against ${String(expected)}`];
}

/** A drawdown by the last bits of a NAV that stands still is one program's rounding, not the other's. */
function isMore(row: unknown): boolean {
  const depth = typeof row === 'object' && row !== null && 'depth' in row ? row.depth : undefined;
  return typeof depth !== 'number' || Math.abs(depth) > RELATIVE;
}

function fieldsOf(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw new Error(`expected an object, got ${String(value)}`);
  return { ...value };
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error(`expected a list, got ${String(value)}`);
  return value;
}

function dateOf(year: number, month: number, day: number): string {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
