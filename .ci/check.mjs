/**
 * `npm run check [-- STEP...]`: what CI runs, minus installation; with names, only those steps.
 * The last line is "N passed, N failed", counting tests and steps; exit status 1 if any failed.
 * `.ci/install` brings what the later steps need; one that is not here is skipped with its reason.
 */
import { existsSync, mkdirSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { runSteps } from './run-steps.mjs';

const home = resolve(import.meta.dirname, '..');
const work = join(home, '.cache/ci');

/** The oldest Node that `engines` promises, and the newest of each later line. */
const NODES = ['20.19.0', '22', '24'];

/** Minutes after which a step is ended, several times what it needs on two cores. */
const QUICK = 10;
const LONG = 40;

const nodeBinaries = (version) => join(work, `node${version}`, 'node_modules/node/bin');

/** Unit and integration tests with another Node, in jest's child processes too. */
const onNode = (version) => ({
  name: `node-${version}`,
  command: ['node', 'node_modules/jest/bin/jest.js', '--selectProjects', 'unit', 'integration'],
  env: { PATH: nodeBinaries(version) + delimiter + process.env.PATH },
  jest: true,
  minutes: QUICK,
  needs: { path: join(nodeBinaries(version), 'node'), from: '.ci/install, if the registry has it' },
});

const STEPS = [
  { name: 'test', command: ['npm', 'test', '--'], jest: true, minutes: QUICK },
  { name: 'format', command: ['npx', 'prettier', '--check', '.'], minutes: QUICK },
  { name: 'lint', command: ['npm', 'run', 'lint'], minutes: QUICK },
  { name: 'typecheck', command: ['npm', 'run', 'typecheck'], minutes: QUICK },
  ...NODES.map(onNode),
  { name: 'package', command: ['npm', 'run', 'package'], minutes: QUICK },
  { name: 'packaging', command: ['npm', 'test', '--', '--selectProjects', 'packaging'], jest: true, minutes: QUICK },
  {
    name: 'rehearsal',
    command: ['.ci/rehearse-deployment'],
    minutes: QUICK,
    needs: { path: join(work, 'venv/bin/moto_server'), from: '.ci/install' },
  },
  { name: 'slow', command: ['npm', 'test', '--', '--selectProjects', 'slow'], jest: true, minutes: LONG },
  { name: 'bench', command: ['npm', 'run', 'bench'], minutes: LONG },
];

const asked = process.argv.slice(2);
if (asked.includes('--nodes')) {
  console.log(NODES.join('\n'));
} else {
  const unknown = asked.find((name) => !STEPS.some((step) => step.name === name));
  if (unknown !== undefined) {
    console.error(`check: there is no step '${unknown}'; choose from ${STEPS.map(({ name }) => name).join(', ')}`);
    process.exit(2);
  }
  mkdirSync(work, { recursive: true });
  process.chdir(home);
  const chosen = asked.length === 0 ? STEPS : STEPS.filter((step) => asked.includes(step.name));
  const missing = (step) =>
    step.needs && !existsSync(step.needs.path) ? `${step.needs.from} brings what it needs` : undefined;
  process.exitCode = await runSteps(chosen, { work, missing });
}
