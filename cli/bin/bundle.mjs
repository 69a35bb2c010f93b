/**
 * The command line runs from a bundle, because a bundle starts several times faster than loading
 * TypeScript. It is built on first use and again whenever a source file has changed.
 */
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  existsSync,
  writeFileSync,
  utimesSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const home = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const SOURCES = [
  'shared/domain',
  'shared/dynamo',
  'shared/embedded',
  'shared/report',
  'shared/runtime',
  'services/ingestion',
  'cli',
];
const KEEP_OLD_BUNDLES_MS = 24 * 60 * 60 * 1000;

/** Builds the bundle if need be; answers where the entry of one of its programs is and where the project is. */
export async function bundledProgram(program) {
  const name = fingerprint();
  const places = [join(home, '.cache/cli'), join(tmpdir(), `evenkeel-cli-${userInfo().uid}`)];
  for (const place of places) {
    const entry = join(place, name, `${program}.js`);
    if (existsSync(entry)) return { entry: pathToFileURL(entry).href, home };
  }
  const place = firstWritable(places);
  const built = join(place, `${name}.${process.pid}.tmp`);
  try {
    await build(built);
    publish(built, join(place, name));
  } finally {
    rmSync(built, { recursive: true, force: true });
  }
  dropOldBundles(place, name);
  return { entry: pathToFileURL(join(place, name, `${program}.js`)).href, home };
}

/** Paths, sizes and times of all sources: a few milliseconds, and no file is read. */
function fingerprint() {
  const hash = createHash('sha1').update(`${process.versions.node}\0${home}\0`);
  const stamp = (path) => {
    const { size, mtimeMs } = statSync(path);
    hash.update(`${path}\0${size}\0${mtimeMs}\0`);
  };
  stamp(fileURLToPath(import.meta.url));
  stamp(join(home, 'package.json'));
  // npm rewrites this one whenever a dependency changes.
  const installed = join(home, 'node_modules/.package-lock.json');
  if (existsSync(installed)) stamp(installed);
  for (const source of SOURCES) {
    stamp(join(home, source, 'package.json'));
    for (const path of filesBelow(join(home, source, 'src'))) stamp(path);
  }
  return hash.digest('hex').slice(0, 16);
}

function filesBelow(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return /\.(ts|mjs|json|html|css|svg)$/.test(entry.name) ? [path] : [];
  });
}

function firstWritable(places) {
  const refusals = [];
  for (const place of places) {
    try {
      mkdirSync(place, { recursive: true, mode: 0o700 });
      const probe = join(place, `${process.pid}.probe`);
      writeFileSync(probe, '');
      rmSync(probe);
      return place;
    } catch (error) {
      refusals.push(`${place} (${error.code ?? error.message})`);
    }
  }
  process.stderr.write(
    `evenkeel: no folder to keep the built command line in: ${refusals.join(', ')}; make one of them writable\n`,
  );
  process.exit(1);
}

/** Of those that the project runs on: `engines` of its package.json says `>=20.19`. */
function oldestNode() {
  return JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')).engines.node.replace('>=', '');
}

async function build(folder) {
  const { build: bundle } = await import('esbuild');
  try {
    await bundle({
      absWorkingDir: home,
      entryPoints: { main: 'cli/src/main.ts', 'embedded-database': 'cli/src/stack/database/embedded-process.ts' },
      outdir: folder,
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: `node${oldestNode()}`,
      chunkNames: '[name]-[hash]',
      loader: { '.html': 'text', '.css': 'text', '.svg': 'text' },
      external: ['esbuild'],
      // Third-party CommonJS expects these names; esbuild gives an ES module none.
      banner: {
        js: [
          "import { createRequire as evenkeelCreateRequire } from 'node:module';",
          "import { dirname as evenkeelDirname } from 'node:path';",
          "import { fileURLToPath as evenkeelFileURLToPath } from 'node:url';",
          'const require = evenkeelCreateRequire(import.meta.url);',
          'const __filename = evenkeelFileURLToPath(import.meta.url);',
          'const __dirname = evenkeelDirname(__filename);',
        ].join('\n'),
      },
      logLevel: 'silent',
    });
  } catch (error) {
    const first = error.errors?.[0];
    const where = first?.location ? ` at ${first.location.file}:${first.location.line}` : '';
    process.stderr.write(
      `evenkeel: the command line does not build${where}: ${first?.text ?? error.message}; run npm install, then npm run typecheck\n`,
    );
    process.exit(1);
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
}

/** Renaming is atomic: whoever starts at the same moment sees a whole bundle or none. */
function publish(built, target) {
  try {
    renameSync(built, target);
  } catch (error) {
    if (!existsSync(join(target, 'main.js'))) throw error;
  }
  const now = new Date();
  utimesSync(target, now, now);
}

/** A running command still loads parts of its own bundle, so younger ones stay. */
function dropOldBundles(place, current) {
  for (const entry of readdirSync(place, { withFileTypes: true })) {
    if (!entry.isDirectory() || entry.name === current) continue;
    const path = join(place, entry.name);
    if (Date.now() - statSync(path).mtimeMs > KEEP_OLD_BUNDLES_MS) rmSync(path, { recursive: true, force: true });
  }
}
