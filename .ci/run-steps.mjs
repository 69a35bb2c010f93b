/** Runs the steps of a check one after the other, times them, and counts them and the tests of those that run jest. */
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A step: `command` (program and arguments) with `env` added to ours, ended after `minutes`. A step with `jest` writes
 * jest's report, whose tests are counted, and fails if it ran none.
 *
 * @param {{name: string, command: string[], minutes: number, env?: Record<string, string>, jest?: boolean}[]} steps
 * @param {{work: string, missing: (step: object) => string | undefined}} surroundings where reports go; why a step cannot run here
 * @returns {Promise<number>} the exit status: 0 if every step and every test passed
 */
export async function runSteps(steps, { work, missing }) {
  const rows = [];
  let passed = 0;
  let failed = 0;
  for (const step of steps) {
    const reason = missing(step);
    if (reason !== undefined) {
      rows.push([step.name, 'skipped', reason]);
      console.log(`\n=== ${step.name}: skipped: ${reason}`);
      continue;
    }
    const report = step.jest ? join(work, `${step.name.replaceAll(' ', '-')}.json`) : undefined;
    const began = performance.now();
    const trouble = await run(step, report);
    const tests = report === undefined ? undefined : testsOf(report);
    const why = trouble ?? (tests?.run === 0 ? 'ran no test' : undefined);
    const seconds = `${Math.round((performance.now() - began) / 1000)} s`;
    passed += (tests?.passed ?? 0) + (why === undefined ? 1 : 0);
    failed += (tests?.failed ?? 0) + (why === undefined ? 0 : 1);
    rows.push([step.name, why === undefined ? 'passed' : 'FAILED', seconds, ...told(tests), ...(why ? [why] : [])]);
    console.log(`--- ${rows.at(-1).join(', ')}`);
  }
  console.log(`\n${rows.map((row) => row.join(', ')).join('\n')}`);
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** Runs one step; what went wrong, or nothing. */
function run(step, report) {
  const [program, ...rest] = step.command;
  const args = report === undefined ? rest : [...rest, '--ci', '--json', `--outputFile=${report}`];
  if (report !== undefined) rmSync(report, { force: true });
  console.log(`\n=== ${step.name}: ${[program, ...args].join(' ')}`);
  // A group of its own, so that a step that hangs ends with all that it started.
  const child = spawn(program, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...step.env },
    detached: true,
  });
  const end = (signal) => child.pid !== undefined && process.kill(-child.pid, signal);
  const interrupted = (signal) => {
    end(signal);
    process.exit(1);
  };
  process.on('SIGINT', interrupted).on('SIGTERM', interrupted);
  let late = false;
  const limit = setTimeout(() => {
    late = true;
    end('SIGKILL');
  }, step.minutes * 60_000);
  return new Promise((settle) => {
    child.on('error', (error) => settle(error.message));
    child.on('exit', (status, signal) => {
      if (late) settle(`ended after ${step.minutes} minutes`);
      else if (status === 0) settle(undefined);
      else settle(signal === null ? `exit status ${status}` : `ended by ${signal}`);
    });
  }).finally(() => {
    clearTimeout(limit);
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
  });
}

/** Jest's counts; a report that is not there counts as no test. */
function testsOf(report) {
  try {
    const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8'));
    return {
      run: numPassedTests + numFailedTests,
      passed: numPassedTests,
      failed: numFailedTests,
      skipped: numPendingTests,
    };
  } catch (error) {
    console.error(`no report of jest in ${report}: ${error.message}`);
    return { run: 0, passed: 0, failed: 0, skipped: 0 };
  }
}

const told = (tests) =>
  tests === undefined
    ? []
    : [
        `${tests.passed} tests passed`,
        ...(tests.failed ? [`${tests.failed} failed`] : []),
        ...(tests.skipped ? [`${tests.skipped} skipped`] : []),
      ];
