import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { report } from './support/measure';

const DATA = '../shared/data/prices';
const RUNS = 7;
const LIMITS = { seconds: 1, megabytes: 150 };

/** What a process used is known best to itself. */
const TELL_USE =
  'process.on("exit", () => { const use = process.resourceUsage(); process.stderr.write(`used ${use.maxRSS} ${use.userCPUTime + use.systemCPUTime}\\n`); })';

const source = existsSync(DATA) ? ['--source', 'csv', '--data', DATA] : ['--source', 'synthetic'];
const range = ['--from', '2017-01-01', '--to', '2023-12-31'];
if (source.length === 2)
  process.stdout.write(`  ${DATA} is not here: the built-in synthetic market instead, which takes time to make\n`);

const backtest = ['backtest', '--portfolio', 'classic', ...source, ...range, '--json', '-'];
measure('backtest --portfolio classic --json -', backtest, LIMITS);
throughNpx(backtest);
measure('sweep, 20 tolerances x 3 checks, --json -', [
  'sweep',
  ...source,
  ...range,
  '--check',
  'daily,weekly,monthly',
  '--json',
  '-',
]);
measure('analyze --json -', ['analyze', ...source, ...range, '--json', '-']);

function measure(name: string, args: readonly string[], limits?: typeof LIMITS): void {
  run(args);
  const runs = Array.from({ length: RUNS }, () => run(args));
  const seconds = median(runs.map((one) => one.seconds));
  const megabytes = Math.max(...runs.map((one) => one.megabytes));
  const holds = (limit: number | undefined, value: number, unit: string) =>
    limit === undefined ? undefined : { text: `${limit} ${unit}`, holds: value < limit };
  report(name, `${seconds.toFixed(2)} s`, holds(limits?.seconds, seconds, 's'));
  report('  processor time, all threads', `${median(runs.map((one) => one.processor)).toFixed(2)} s`);
  report('  fastest of the runs', `${Math.min(...runs.map((one) => one.seconds)).toFixed(2)} s`);
  report('  peak memory', `${megabytes.toFixed(0)} MB`, holds(limits?.megabytes, megabytes, 'MB'));
}

/** The same as a person types it: npm finds and starts the command first. */
function throughNpx(args: readonly string[]): void {
  const seconds = median(Array.from({ length: RUNS }, () => typed(args)));
  report('  as typed, `npx evenkeel ...`', `${seconds.toFixed(2)} s`, {
    text: `${LIMITS.seconds} s`,
    holds: seconds < LIMITS.seconds,
  });
  report(
    '    npx alone, `npx evenkeel --version`',
    `${median(Array.from({ length: RUNS }, () => typed(['--version']))).toFixed(2)} s`,
  );
}

function typed(args: readonly string[]): number {
  const started = performance.now();
  const { status, stderr } = spawnSync('npx', ['evenkeel', ...args], { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`npx evenkeel ${args.join(' ')} failed: ${stderr}`);
  return (performance.now() - started) / 1000;
}

/** Wall time from starting the process to its end, its processor time, and its peak resident memory. */
function run(args: readonly string[]): { seconds: number; processor: number; megabytes: number } {
  const started = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(TELL_USE)}`, 'cli/bin/evenkeel.mjs', ...args],
    { encoding: 'utf8', maxBuffer: 2 ** 28 },
  );
  const seconds = (performance.now() - started) / 1000;
  const [, peak, microseconds] = /used (\d+) (\d+)/.exec(stderr) ?? [];
  if (status !== 0 || peak === undefined) throw new Error(`evenkeel ${args.join(' ')} failed: ${stderr}`);
  return { seconds, processor: Number(microseconds) / 1e6, megabytes: (Number(peak) * 1024) / 1e6 };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
