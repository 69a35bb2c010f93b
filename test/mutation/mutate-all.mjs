/** One mutant a module, against the tests that reach it. */
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { applied, mutantsOf } from './mutants.mjs';
import { sourceOf, testsWith, twoAtATime } from './tests-with.mjs';

const home = resolve(import.meta.dirname, '../..');

/** Of the slow tests against a database only the nearest, and only where no unit test noticed. */
const INTEGRATION_TESTS = 4;

/** Jest's word for the test file that failed. */
const FAILING = /^FAIL \S+ (\S+)/m;

/** @returns {Promise<number>} how many survived */
export async function mutateAll(graph, { asked, deadline, seed, again, most }) {
  const record = join(home, `.cache/mutation/seed-${seed}.jsonl`);
  const known = recorded(record);
  const rows = [];
  const open = [];
  for (const path of graph.modules.filter(asked)) {
    const source = sourceOf(path);
    const digest = hash(source).toString('hex').slice(0, 16);
    const row = known.get(path);
    if (row?.digest === digest && !(again && row.outcome === 'survived')) rows.push(row);
    else open.push({ path, source, digest, mutant: chosen(path, source, seed) });
  }
  const total = rows.length + open.length;
  console.log(`${rows.length} modules recorded, ${open.length} to try (seed ${seed})`);
  await twoAtATime(open, async ({ path, source, digest, mutant }) => {
    if (performance.now() > deadline) return;
    const began = performance.now();
    const outcome = mutant
      ? await tried(graph.testsOf(path), path, applied(source, mutant), most)
      : { outcome: 'nothing to change' };
    const row = { path, digest, ...mutant, ...outcome, seconds: Math.round((performance.now() - began) / 1000) };
    rows.push(row);
    mkdirSync(dirname(record), { recursive: true });
    appendFileSync(record, `${JSON.stringify(row)}\n`);
    console.log(`${rows.length}/${total} ${told(row)}`);
  });
  return summary(rows);
}

/** Runs the tests of a module, the nearest first: what noticed the change. */
async function tried(tests, path, text, most) {
  const ladder = [
    tests.filter((test) => test.startsWith('test/unit/')).slice(0, most),
    tests.filter((test) => test.startsWith('test/integration/')).slice(0, INTEGRATION_TESTS),
  ].filter((rung) => rung.length > 0);
  if (ladder.length === 0) return { outcome: 'no test reaches it' };
  for (const rung of ladder) {
    const run = await testsWith(new Map([[path, text]]), rung, { bail: true });
    if (run.hung) return { outcome: 'killed', by: 'a test that did not end' };
    const failing = FAILING.exec(run.output)?.[1];
    if (run.status !== 0 && failing === undefined)
      throw new Error(`${path}: jest ended with ${run.status} and no failing test\n${run.output}`);
    if (failing) return { outcome: 'killed', by: failing };
  }
  return { outcome: 'survived' };
}

/** The mutant of a module: a line by the dice, then a change on it. */
function chosen(path, source, seed) {
  const lines = byLine(mutantsOf(path, source));
  const dice = hash(`${seed} ${path}`);
  const line = [...lines.values()][dice.readUInt32LE(0) % lines.size];
  return line?.[dice.readUInt32LE(4) % line.length];
}

function byLine(mutants) {
  const lines = new Map();
  for (const mutant of mutants) lines.set(mutant.line, [...(lines.get(mutant.line) ?? []), mutant]);
  return lines;
}

const hash = (text) => createHash('sha256').update(text).digest();

function recorded(file) {
  if (!existsSync(file)) return new Map();
  const rows = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  return new Map(rows.map((row) => [row.path, row]));
}

const flat = (text) => text.replaceAll(/\s+/g, ' ').slice(0, 90);

const told = ({ path, line, was, replacement, outcome, by, seconds }) =>
  line === undefined
    ? `${outcome}: ${path}`
    : `${outcome} in ${seconds} s: ${path}:${line}: ${flat(was)} -> ${flat(replacement)}${by ? ` (${by})` : ''}`;

function summary(rows) {
  const count = (outcome, within = rows) => within.filter((row) => row.outcome === outcome).length;
  const rooms = new Map();
  for (const row of rows) {
    const room = row.path.split('/src/')[0];
    rooms.set(room, [...(rooms.get(room) ?? []), row]);
  }
  const line = (name, within) => {
    const mutated = within.length - count('nothing to change', within);
    return `${name}: ${count('killed', within)} of ${mutated} changes turned a test red, ${count('survived', within)} survived, ${count('no test reaches it', within)} reached by no test`;
  };
  console.log();
  for (const row of rows.filter(({ outcome }) => outcome === 'survived' || outcome === 'no test reaches it'))
    console.log(told(row));
  console.log();
  for (const [room, within] of [...rooms].sort()) console.log(line(room, within));
  console.log(line('all', rows));
  return count('survived') + count('no test reaches it');
}
