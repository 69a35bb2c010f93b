import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { analyzeCommand } from '../../../../cli/src/research/analyze';
import { backtestCommand } from '../../../../cli/src/research/backtest';
import type { CommandContext } from '../../../../cli/src/research/study';
import { sweepCommand } from '../../../../cli/src/research/sweep';
import { outcomeOf } from '../research/session';

const synthetic = { portfolio: 'classic', source: 'synthetic', from: '2018-01-02', to: '2019-12-31' };

/** Each command with its options and where its files go. */
const commands: readonly [
  name: string,
  run: (files: { json: string; csv: string }) => (context: CommandContext) => Promise<void>,
][] = [
  ['backtest', (files) => (context) => backtestCommand({ ...synthetic, ...files }, context)],
  ['analyze', (files) => (context) => analyzeCommand({ ...synthetic, ...files }, context)],
  ['sweep', (files) => (context) => sweepCommand({ ...synthetic, tolerance: '0.05,0.1', ...files }, context)],
];

test.each(commands)(
  'synthetic prices are marked in the page, the JSON and every row of the CSV of %s',
  async (_name, run) => {
    const folder = mkdtempSync(join(tmpdir(), 'evenkeel-marks-'));
    const files = { json: join(folder, 'a.json'), csv: join(folder, 'a.csv') };
    const { exit, stdout } = await outcomeOf(run(files), { env: { EVENKEEL_NOW: '2020-06-30T19:00:00Z' } });
    expect(exit).toBe(0);
    expect(stdout).toContain('SYNTHETIC PRICES');
    expect(JSON.parse(readFileSync(files.json, 'utf8'))).toMatchObject({
      source: { name: 'synthetic', synthetic: true },
    });
    const [header = '', ...rows] = readFileSync(files.csv, 'utf8').trimEnd().split('\n');
    expect(header).toMatch(/,source$/);
    const columns = header.split(',').length;
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter((row) => !row.endsWith(',synthetic') || row.split(',').length !== columns)).toEqual([]);
    rmSync(folder, { recursive: true });
  },
);
