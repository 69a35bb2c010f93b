import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const HOME = resolve(__dirname, '../..');
const RANGE = '--source synthetic --from 2024-01-02 --to 2024-03-28';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'evenkeel-line-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs one line of bash in which `evenkeel` is the command. */
function bash(line: string, input = '') {
  const command = `evenkeel() { '${process.execPath}' '${join(HOME, 'cli/bin/evenkeel.mjs')}' "$@"; }\n${line}`;
  const { status, stdout, stderr } = spawnSync('bash', ['-o', 'pipefail', '-c', command], {
    cwd: folder,
    input,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('the command line and its streams', () => {
  test('a full standard output is one line and exit 1', () => {
    const { status, stderr } = bash(`evenkeel backtest ${RANGE} > /dev/full`);
    expect(stderr).toMatch(/(^|\n)evenkeel: standard output: cannot be written: ENOSPC[^\n]*\n$/);
    expect(status).toBe(1);
  });

  test('a pipe as output file gets the JSON, and may close early', () => {
    expect(bash(`evenkeel backtest ${RANGE} --json /dev/stdout --csv curve.csv | head -c 2`).stdout).toBe('{"');
    const early = bash(`evenkeel backtest ${RANGE} --json >(head -c 60 > head.txt) > page.txt`);
    expect(early.status).toBe(0);
    expect(early.stderr).not.toContain('evenkeel:');
    expect(readFileSync(join(folder, 'page.txt'), 'utf8')).toContain('Worst drawdowns');
  });

  test('a file behind standard output gets both, one after the other', () => {
    expect(bash(`evenkeel backtest ${RANGE} --json /dev/stdout > both.txt`).status).toBe(0);
    const both = readFileSync(join(folder, 'both.txt'), 'utf8');
    const [json = '', page] = both.split('\n');
    expect(JSON.parse(json)).toMatchObject({ portfolio: 'classic' });
    expect(page).toMatch(/^classic {2}2024-01-02 to 2024-03-28/);
  });

  test('holdings come from standard input', () => {
    const { status, stdout } = bash(`evenkeel plan ${RANGE} --holdings - --json -`, 'symbol,shares\nQQQ,10\nGLD,1\n');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ dryRun: true, untouched: [{ symbol: 'GLD', shares: '1' }] });
  });

  test('says its version', () => {
    const manifest: unknown = JSON.parse(readFileSync(join(HOME, 'cli/package.json'), 'utf8'));
    expect(manifest).toMatchObject({ version: bash('evenkeel --version').stdout.trim() });
  });

  test('help for a command that is not there is one line and exit 2', () => {
    const { status, stdout, stderr } = bash('evenkeel help nosuch');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^evenkeel: unknown command 'nosuch'; [^\n]+\n$/);
  });

  test('wrong usage points at the help of the command', () => {
    expect(bash('evenkeel backtest --frm 2024-01-02').stderr).toMatch(/see evenkeel backtest --help\n$/);
    writeFileSync(join(folder, 'bytes.csv'), 'a\u001b[31m,b\n');
    expect(bash(`evenkeel plan ${RANGE} --holdings bytes.csv`).stderr).not.toContain('\u001b');
  });
});
