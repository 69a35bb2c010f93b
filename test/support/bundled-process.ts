import { mkdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { build } from 'esbuild';

const HOME = resolve(__dirname, '../..');
const BUNDLES = join(HOME, '.cache/test');

/**
 * Bundles a file of the tests as the product is, so that Node alone runs it in a process of its own.
 * @param entry path below the repository, e.g. `test/support/job-process.ts`
 * @returns path of the bundle
 */
export async function bundledProcess(entry: string): Promise<string> {
  mkdirSync(BUNDLES, { recursive: true });
  const source = join(HOME, entry);
  const bundle = join(BUNDLES, basename(entry).replace(/\.ts$/, '.mjs'));
  await build({
    entryPoints: [source],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
    banner: {
      js: `import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url); const __dirname = ${JSON.stringify(dirname(source))};`,
    },
  });
  return bundle;
}
