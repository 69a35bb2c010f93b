/** What the services declare in serverless.yml, read by the code that reads it for the local stack. */
import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const here = import.meta.dirname;
const home = resolve(here, '../..');
const STAGE = 'simulation';

/** The tables of all services, and the strategy's event source. */
export async function declarations() {
  // Of this process alone: others may be at the same work.
  const outfile = join(home, `.cache/simulation/declarations-${process.pid}.mjs`);
  mkdirSync(join(home, '.cache/simulation'), { recursive: true });
  await build({
    absWorkingDir: home,
    stdin: {
      contents: `
        export { declaredTables } from '../../cli/src/stack/tables';
        export { readServiceFile } from '../../cli/src/stack/service-file';
        export { eventSourceOf } from '../../cli/src/stack/stream/event-source';`,
      resolveDir: here,
      loader: 'ts',
    },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
    banner: {
      js: "import { createRequire as simulationRequire } from 'node:module'; const require = simulationRequire(import.meta.url);",
    },
  });
  const { declaredTables, readServiceFile, eventSourceOf } = await import(pathToFileURL(outfile).href);
  rmSync(outfile);
  return { tables: declaredTables(STAGE), source: eventSourceOf(readServiceFile('strategy', STAGE), STAGE) };
}
