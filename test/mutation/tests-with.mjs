/** Runs chosen tests with some modules' text replaced. */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { setPriority } from 'node:os';
import { join, resolve } from 'node:path';

const home = resolve(import.meta.dirname, '../..');
const work = join(home, '.cache/mutation');

/** A run that says nothing for so long hangs in a loop that the change made endless. */
const SILENCE_MS = 120_000;

export const sourceOf = (path) => readFileSync(join(home, path), 'utf8');

/**
 * @param {Map<string, string>} changed module (from the project's root) -> its text
 * @param {string[]} tests in the order in which they run, in one process
 * @param {{bail: boolean}} options `bail` ends the run after the first test file that fails; jest writes no report then
 * @returns {Promise<{hung: boolean, status: number | null, report: object | undefined, output: string}>}
 */
export async function testsWith(changed, tests, { bail }) {
  mkdirSync(work, { recursive: true });
  const reportFile = join(work, `report-${process.pid}-${(serial += 1)}.json`);
  const child = spawn(
    process.execPath,
    [
      'node_modules/jest/bin/jest.js',
      ...['--config', 'test/mutation/jest.config.mjs', '--selectProjects', ...projectsOf(tests)],
      ...['--runInBand', '--ci', ...(bail ? ['--bail'] : ['--json', `--outputFile=${reportFile}`])],
      ...['--runTestsByPath', ...tests],
    ],
    {
      cwd: home,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        MUTANTS_OF: JSON.stringify(Object.fromEntries([...changed].map(([path, text]) => [join(home, path), text]))),
        TESTS_IN_ORDER: JSON.stringify(tests.map((path) => join(home, path))),
      },
    },
  );
  running.add(child);
  setPriority(child.pid, 10);
  let hung = false;
  let output = '';
  let silence;
  const heard = (data) => {
    output += data;
    clearTimeout(silence);
    silence = setTimeout(() => {
      hung = true;
      end(child);
    }, SILENCE_MS);
  };
  heard('');
  child.stdout.on('data', heard);
  child.stderr.on('data', heard);
  const status = await new Promise((settle) => child.on('close', settle));
  clearTimeout(silence);
  running.delete(child);
  end(child);
  const report = reportIn(reportFile);
  rmSync(reportFile, { force: true });
  return { hung, status, report, output };
}

let serial = 0;
const running = new Set();

/** Ends a run with the databases that its tests started. */
function end(child) {
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    for (const child of running) end(child);
    process.exit(130);
  });
}

const projectsOf = (tests) => [...new Set(tests.map((path) => path.split('/')[1]))];

function reportIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Works through tasks, two at a time. */
export async function twoAtATime(tasks, work) {
  const queue = [...tasks];
  const worker = async () => {
    for (let task = queue.shift(); task !== undefined; task = queue.shift()) await work(task);
  };
  await Promise.all([worker(), worker()]);
}
