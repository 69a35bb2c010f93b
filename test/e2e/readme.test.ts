import { spawnSync } from 'node:child_process';
import { numbersPage } from '../support/numbers-page';
import { readmeCommands, readmeTranscripts } from '../support/readme';
import { HOME } from '../support/repository';

const RESEARCH = /^npx evenkeel (backtest|analyze|sweep|plan|doctor)\b/;
const commands = readmeCommands().filter((line) => RESEARCH.test(line));

/** Runs a line as printed, in the root of the project, without settings of anybody and with no vendor in reach. */
function run(line: string): { status: number | null; stdout: string; stderr: string } {
  const inherited = Object.entries(process.env).filter(
    ([key]) => !/^(AWS_|EVENKEEL_|JEST_|NODE_ENV|COLUMNS)/.test(key),
  );
  const env = {
    ...Object.fromEntries(inherited),
    EVENKEEL_YAHOO_URL: 'http://127.0.0.1:9',
    npm_config_offline: 'true',
  };
  return spawnSync('bash', ['-c', line], { cwd: HOME, env, encoding: 'utf8' });
}

/** Names of properties at any depth; those of `configuration` are the portfolio file's. */
function namesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(namesIn);
  return Object.entries(value).flatMap(([key, inner]) => [key, ...(key === 'configuration' ? [] : namesIn(inner))]);
}

describe('the commands of the README', () => {
  it('are there, each of the five that need no database', () => {
    expect(commands.map((line) => RESEARCH.exec(line)?.[1])).toEqual([
      'backtest',
      'analyze',
      'sweep',
      'plan',
      'doctor',
    ]);
  });

  it.each(commands)('%s runs as printed, without internet', (line) => {
    const { status, stdout, stderr } = run(line);
    expect(stderr).toBe('');
    expect(stdout.split('\n').length).toBeGreaterThan(5);
    // What the doctor finds is the machine's own: 1 is a lack, such as a port that another program has.
    const doctor = line.includes('doctor');
    expect(doctor ? [0, 1] : [0]).toContain(status);
    expect(stdout.includes('SYNTHETIC PRICES')).toBe(!doctor);
  });

  it('print what the README shows of them', () => {
    const shown = readmeTranscripts().find(([first]) => /\d sessions$/.test(first ?? ''));
    const printed = run(commands[0] ?? '').stdout.split('\n');
    expect(shown?.filter((line) => !printed.includes(line))).toEqual([]);
    expect(shown).toHaveLength(6);
  });

  it.each(commands.filter((line) => line.includes('--source')))(
    '%s --json - names nothing that docs/numbers.md does not',
    (line) => {
      const { stdout } = run(`${line} --json -`);
      const names = new Set(namesIn(JSON.parse(stdout)).filter((name) => !/^\d{4}$/.test(name)));
      const page = numbersPage();
      expect(names.size).toBeGreaterThan(20);
      expect([...names].filter((name) => !page.names.has(name))).toEqual([]);
    },
  );
});
