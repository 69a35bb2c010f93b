import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';

const HOME = resolve(__dirname, '../../..');
const MODULE = resolve(HOME, '.ci/run-steps.mjs');

let work: string;
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'evenkeel-steps-'));
});
afterEach(() => rmSync(work, { recursive: true }));

/** A step that runs a line of JavaScript. */
const script = (name: string, line: string, more: object = {}) => ({
  name,
  command: ['node', '-e', line, '--'],
  minutes: 1,
  ...more,
});

/** A step that stands in for jest: writes its report where jest would, and ends with `status`. */
const tests = (name: string, counts: object, status: number) =>
  script(
    name,
    `const report = process.argv.find((a) => a.startsWith('--outputFile=')).slice('--outputFile='.length);
     require('fs').writeFileSync(report, ${JSON.stringify(JSON.stringify(counts))});
     process.exit(${status});`,
    { jest: true },
  );

/** Runs steps as the check does. */
function checked(steps: readonly object[], missing = '() => undefined') {
  const program = `
    import { runSteps } from ${JSON.stringify(MODULE)};
    process.exitCode = await runSteps(${JSON.stringify(steps)}, { work: ${JSON.stringify(work)}, missing: ${missing} });`;
  const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  const lines = stdout.trimEnd().split('\n');
  return { status, lines, last: lines.at(-1) };
}

test('steps that pass are counted, with the tests that jest reports', () => {
  const counts = { numPassedTests: 7, numFailedTests: 0, numPendingTests: 2 };
  const run = checked([script('lint', ''), tests('test', counts, 0)]);
  expect(run).toMatchObject({ status: 0, last: '9 passed, 0 failed' });
  expect(run.lines.find((line) => line.startsWith('test, passed'))).toMatch(/7 tests passed, 2 skipped$/);
});

test('a failing step fails the run, and the others still run', () => {
  const run = checked([script('lint', 'process.exit(3)'), script('typecheck', '')]);
  expect(run).toMatchObject({ status: 1, last: '1 passed, 1 failed' });
  expect(run.lines.find((line) => line.startsWith('lint, FAILED'))).toMatch(/exit status 3$/);
});

test('a step whose tests all passed fails all the same when jest ends with an error', () => {
  const counts = { numPassedTests: 7, numFailedTests: 0, numPendingTests: 0 };
  expect(checked([tests('test', counts, 1)])).toMatchObject({ status: 1, last: '7 passed, 1 failed' });
});

test.each([
  ['reports none', tests('test', { numPassedTests: 0, numFailedTests: 0, numPendingTests: 4 }, 0)],
  ['writes no report', script('test', '', { jest: true })],
])('a step of tests that %s fails', (_, step) => {
  const run = checked([step]);
  expect(run).toMatchObject({ status: 1, last: '0 passed, 1 failed' });
  expect(run.lines.find((line) => line.startsWith('test, FAILED'))).toMatch(/ran no test$/);
});

test('a program that is not there is a failed step', () => {
  const run = checked([{ name: 'gone', command: [join(work, 'gone')], minutes: 1 }]);
  expect(run).toMatchObject({ status: 1, last: '0 passed, 1 failed' });
  expect(run.lines.find((line) => line.startsWith('gone, FAILED'))).toContain('ENOENT');
});

test('a step that hangs is ended with all that it started', async () => {
  const beats = join(work, 'beats');
  const heart = `setInterval(() => require('fs').appendFileSync(${JSON.stringify(beats)}, '.'), 10)`;
  const line = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(heart)}]); setInterval(() => {}, 1000)`;
  const run = checked([script('hangs', line, { minutes: 0.05 })]);
  expect(run).toMatchObject({ status: 1, last: '0 passed, 1 failed' });
  const counted = statSync(beats).size;
  await setTimeout(300);
  expect(statSync(beats).size).toBe(counted);
});

test('a step whose needs are not here is skipped with its reason', () => {
  const run = checked(
    [script('rehearsal', 'process.exit(1)'), script('lint', '')],
    '(step) => step.name === "rehearsal" ? "no moto here" : undefined',
  );
  expect(run).toMatchObject({ status: 0, last: '1 passed, 0 failed' });
  expect(run.lines).toContain('rehearsal, skipped, no moto here');
});

test('`npm run check` names its steps when asked for one that it has not', () => {
  const check = spawnSync(process.execPath, [resolve(HOME, '.ci/check.mjs'), 'lnt'], { encoding: 'utf8' });
  expect(check.status).toBe(2);
  expect(check.stderr).toMatch(/^check: there is no step 'lnt'; choose from test, .*bench\n$/);
});
