/**
 * `npm run bench [-- --only NAME]`: bundles each *.bench.ts beside this file, as the product itself is
 * bundled, and runs it in a process of its own, one after the other.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { arch, cpus, totalmem } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const here = import.meta.dirname;
const home = resolve(here, '../..');
const SUFFIX = '.bench.ts';

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const names = readdirSync(here)
  .filter((file) => file.endsWith(SUFFIX))
  .map((file) => file.slice(0, -SUFFIX.length))
  .sort();
const chosen = values.only === undefined ? names : names.filter((name) => name === values.only);
if (chosen.length === 0) {
  process.stderr.write(`bench: there is no ${values.only}; choose one of ${names.join(', ')}\n`);
  process.exit(2);
}

const [cpu] = cpus();
console.log(
  `${cpu?.model.trim() ?? 'unknown processor'} x ${cpus().length}, ${arch()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`,
);
const out = join(home, '.cache/bench');
mkdirSync(out, { recursive: true });
let failed = 0;
for (const name of chosen) {
  const bundle = join(out, `${name}.mjs`);
  await build({
    absWorkingDir: home,
    entryPoints: [join(here, name + SUFFIX)],
    outfile: bundle,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
    banner: {
      js: "import { createRequire as benchRequire } from 'node:module'; const require = benchRequire(import.meta.url);",
    },
  });
  console.log(`\n${name}`);
  const { status } = spawnSync(process.execPath, [bundle], { cwd: home, stdio: 'inherit' });
  if (status !== 0) failed += 1;
}
process.exitCode = failed === 0 ? 0 : 1;
