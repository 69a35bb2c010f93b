/**
 * `node test/mutation/run.mjs [--seed N] [paths]`: changes one line in each module, runs the tests that reach the module
 * and says which changes no test noticed. An interrupted run goes on where it stopped.
 *
 *   --seed N       another line of each module (default 1)
 *   --again        tries once more what survived
 *   --tests N      of the unit tests that reach a module only the nearest N (default 20)
 *   --minutes N    stops after N minutes
 *   --hollow       instead: empties the functions that each unit test is about, and names the tests that pass all the same
 *   --list         instead: prints every change that is known for the modules
 *   paths          only modules (with --hollow: tests) that begin with one of them, such as shared/domain/src/prices
 */
import { parseArgs } from 'node:util';
import { mutateAll } from './mutate-all.mjs';
import { hollowAll } from './hollow-all.mjs';
import { readGraph } from './modules.mjs';
import { mutantsOf } from './mutants.mjs';
import { sourceOf } from './tests-with.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    again: { type: 'boolean', default: false },
    tests: { type: 'string', default: '20' },
    minutes: { type: 'string', default: '600' },
    hollow: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
  },
});
const asked = (path) => positionals.length === 0 || positionals.some((prefix) => path.startsWith(prefix));
const graph = readGraph();

if (values.list) {
  for (const path of graph.modules.filter(asked)) {
    for (const { line, was, replacement } of mutantsOf(path, sourceOf(path))) {
      console.log(`${path}:${line}: ${was.split('\n')[0]} -> ${replacement.split('\n')[0]}`);
    }
  }
} else {
  const deadline = performance.now() + Number(values.minutes) * 60_000;
  const survivors = values.hollow
    ? await hollowAll(graph, { asked, deadline })
    : await mutateAll(graph, {
        asked,
        deadline,
        seed: Number(values.seed),
        again: values.again,
        most: Number(values.tests),
      });
  process.exitCode = survivors === 0 ? 0 : 1;
}
