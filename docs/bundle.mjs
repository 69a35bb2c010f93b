import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** The root of this repository. */
export const home = resolve(import.meta.dirname, '..');

/**
 * The product's own functions for a script in docs, so that a picture or a sample holds what a command would print.
 * @param {string} name of the bundle in .cache/docs
 * @param {string} contents TypeScript that exports what is wanted
 */
export async function bundled(name, contents) {
  const folder = join(home, '.cache/docs');
  const outfile = join(folder, `${name}.mjs`);
  mkdirSync(folder, { recursive: true });
  await build({
    stdin: { contents, resolveDir: home, loader: 'ts' },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'error',
    banner: {
      js: "import { createRequire as requireOfDocs } from 'node:module'; const require = requireOfDocs(import.meta.url);",
    },
  });
  return import(pathToFileURL(outfile).href);
}
