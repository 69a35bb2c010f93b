import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { portfolioFile } from '../factories/portfolio';
import { priceFolder, pricePath } from '../factories/price-folder';
import { runCommand, startCommand } from '../support/running-command';

const sessions = ['2024-06-26', '2024-06-27', '2024-06-28'];
const SYMBOLS = ['QQQ', 'SQQQ', 'SMH', 'SOXS', 'XLF', 'FAZ', 'XLE', 'ERY', 'TLT', 'TBT', 'SPY'];
let data: string;

beforeEach(() => {
  data = priceFolder(Object.fromEntries(SYMBOLS.map((symbol, phase) => [symbol, pricePath(phase, 1, sessions)])));
});
afterEach(() => rmSync(data, { recursive: true }));

const up = (...args: string[]): string[] => ['up', '--once', '--port', '0', '--source', 'csv', '--data', data, ...args];

/** Runs to the end and expects one line, exit code 2 and no process left. */
async function refusal(args: readonly string[], env: Record<string, string> = {}): Promise<string> {
  const command = startCommand(args, { env });
  const { code, stderr } = await command.ended;
  expect(stderr).toMatch(/^evenkeel: [^\n]+\n$/);
  expect(code).toBe(2);
  expect(await command.survivorsAfter(5000)).toEqual([]);
  return stderr;
}

describe('bad input is one line that says what to do', () => {
  test('a data folder that does not exist', async () => {
    expect(await refusal(['up', '--once', '--source', 'csv', '--data', '/nowhere/prices'])).toContain(
      '/nowhere/prices',
    );
  });

  test('a CSV without a column: file and column', async () => {
    const file = join(data, 'SMH.csv');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/,close/, ',final'));
    expect(await refusal(up())).toMatch(/SMH\.csv.*close/);
  });

  test('a CSV with something that is no number: file, line and column', async () => {
    const file = join(data, 'SMH.csv');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^(2024-06-27,[^,]+),[^,]+/m, '$1,n/a'));
    expect(await refusal(up())).toMatch(/SMH\.csv.*3.*high/);
  });

  test('a symbol that the folder does not have', async () => {
    rmSync(join(data, 'TLT.csv'));
    expect(await refusal(up())).toContain('TLT');
  });

  test('a portfolio file with an unknown key', async () => {
    const file = join(data, 'mine.json');
    writeFileSync(file, JSON.stringify({ ...portfolioFile({}), tolerence: 0.1 }));
    expect(await refusal(up('--portfolio', file))).toMatch(/mine\.json.*tolerence/);
  });

  test("neither Java nor Docker for Amazon's database", async () => {
    const bin = mkdtempSync(join(tmpdir(), 'evenkeel-bin-'));
    symlinkSync(process.execPath, join(bin, 'node'));
    const line = await refusal(up('--database', 'amazon'), { PATH: bin, JAVA_HOME: '' });
    rmSync(bin, { recursive: true });
    expect(line).toMatch(/Java 17 or newer, or Docker.*install/);
  });

  test('a database that there is not', async () => {
    expect(await refusal(up('--database', 'mongo'))).toContain('--database: there is no database "mongo"');
  });

  test('an option and a command that do not exist', async () => {
    expect(await refusal(['up', '--sauce', 'csv'])).toContain('--sauce');
    expect(await refusal(['upp'])).toContain('upp');
  });

  test('an ingest range that makes no sense', async () => {
    const env = { AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:9' };
    expect(await refusal(['ingest', 'update', '--source', 'csv', '--data', data, '--period', '2w'], env)).toContain(
      '2w',
    );
    expect(
      await refusal(
        ['ingest', 'warm-up', '--source', 'csv', '--data', data, '--period', '5d', '--from', '2024-06-26'],
        env,
      ),
    ).toMatch(/--period 5d.*--from/);
  });

  test('--debug adds the stack', async () => {
    const { code, stderr } = await runCommand(['up', '--debug', '--port', 'x']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^evenkeel: --port: "x" is not a port[^\n]+\nAppError: .*\n +at /);
  });
});
