/** Each unit test against its subject without any content: a test that passes then says nothing about it. */
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { hollowed } from './mutants.mjs';
import { sourceOf, testsWith, twoAtATime } from './tests-with.mjs';

const home = resolve(import.meta.dirname, '../..');

/** @returns {Promise<number>} how many tests passed with an empty subject */
export async function hollowAll(graph, { asked, deadline }) {
  const tests = readdirSync(join(home, 'test/unit'), { recursive: true })
    .filter((path) => path.endsWith('.test.ts'))
    .map((path) => `test/unit/${path}`)
    .filter(asked)
    .sort();
  let passed = 0;
  let all = 0;
  await twoAtATime(tests, async (test) => {
    if (performance.now() > deadline) return;
    const subjects = graph.subjectsOf(test);
    if (subjects.length === 0) return console.log(`${test}: imports no module of ours`);
    const { report, hung } = await testsWith(
      new Map(subjects.map((path) => [path, hollowed(path, sourceOf(path))])),
      [test],
      { bail: false },
    );
    if (hung || !report) return console.log(`${test}: did not end`);
    const results = report.testResults.flatMap(({ assertionResults }) => assertionResults);
    const green = results.filter(({ status }) => status === 'passed');
    passed += green.length;
    all += results.length;
    for (const { fullName } of green) console.log(`${test}: passes without ${subjects.join(', ')}: ${fullName}`);
  });
  console.log(`\n${passed} of ${all} tests passed with an empty subject`);
  return passed;
}
