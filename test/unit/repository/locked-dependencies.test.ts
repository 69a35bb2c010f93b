import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { satisfies } from 'semver';
import * as z from 'zod';

const HOME = resolve(__dirname, '../../..');
const read = (file: string): unknown => JSON.parse(readFileSync(resolve(HOME, file), 'utf8'));

const locked = z.object({
  version: z.string().optional(),
  link: z.boolean().optional(),
  integrity: z.string().optional(),
  engines: z.union([z.record(z.string(), z.string()), z.array(z.string())]).optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
  hasInstallScript: z.boolean().optional(),
});
type Locked = z.infer<typeof locked>;
type Packages = Readonly<Record<string, Locked>>;

const { packages } = z.object({ packages: z.record(z.string(), locked) }).parse(read('package-lock.json'));
const manifest = z
  .object({ engines: z.object({ node: z.string() }), allowScripts: z.record(z.string(), z.boolean()) })
  .parse(read('package.json'));

/** What the lock has in node_modules, without our own workspaces. */
const installed = Object.entries(packages).filter(([place, { link }]) => place.includes('node_modules/') && !link);

const nameOf = (place: string): string => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** The folder above the innermost node_modules of a place: '' is the root, undefined is beyond it. */
function above(place: string): string | undefined {
  if (place === '') return undefined;
  const end = place.lastIndexOf('/node_modules/');
  return end < 0 ? '' : place.slice(0, end);
}

/** Where Node finds `name` from a place, as the lock has it. */
function resolvedFrom(place: string, name: string, within: Packages): string | undefined {
  for (let folder: string | undefined = place; folder !== undefined; folder = above(folder)) {
    const candidate = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (within[candidate]) return candidate;
  }
  return undefined;
}

/** Optional dependencies that the lock leaves out: `npm ci` refuses such a lock on the machine that needs them. */
function leftOut(within: Packages): string[] {
  return Object.entries(within).flatMap(([place, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => resolvedFrom(place, name, within) === undefined)
      .map((name) => `${nameOf(place)} needs ${name}`),
  );
}

/** Packages that do not serve a version of Node. */
function excluding(node: string, within: readonly (readonly [string, Locked])[]): string[] {
  return within.flatMap(([place, { version = '', engines }]) => {
    const range = Array.isArray(engines) ? undefined : engines?.['node'];
    return range === undefined || satisfies(node, range) ? [] : [`${nameOf(place)}@${version} needs Node ${range}`];
  });
}

describe('the lock file', () => {
  test('holds every platform package, whatever machine wrote it', () => {
    expect(leftOut(packages)).toEqual([]);
  });

  test.each([
    ['esbuild', ['@esbuild/darwin-arm64', '@esbuild/win32-x64', '@esbuild/linux-arm64']],
    ['@swc/core', ['@swc/core-darwin-arm64', '@swc/core-win32-x64-msvc', '@swc/core-linux-arm64-gnu']],
  ])('has %s for macOS, Windows and ARM', (name, platforms) => {
    const declared = Object.keys(packages[`node_modules/${name}`]?.optionalDependencies ?? {});
    expect(declared).toEqual(expect.arrayContaining(platforms));
    for (const platform of platforms) expect(packages[`node_modules/${platform}`]?.integrity).toMatch(/^sha512-/);
  });

  test('a platform package that is not there is noticed', () => {
    const { 'node_modules/@esbuild/darwin-arm64': omitted, ...rest } = packages;
    expect(omitted).toBeDefined();
    expect(leftOut(rest)).toContain('esbuild needs @esbuild/darwin-arm64');
  });

  test('pins the content of every package', () => {
    expect(installed.filter(([, { integrity }]) => integrity === undefined)).toEqual([]);
  });
});

describe('Node', () => {
  test('every dependency serves the oldest version that we promise', () => {
    expect(manifest.engines.node).toBe('>=20.19');
    expect(excluding('20.19.0', installed)).toEqual([]);
  });

  test('a dependency that needs a later one is noticed', () => {
    const later: [string, Locked][] = [['node_modules/later', { version: '9.0.0', engines: { node: '>=22' } }]];
    expect(excluding('20.19.0', later)).toEqual(['later@9.0.0 needs Node >=22']);
  });
});

test('allowScripts judges exactly the packages that have an install script', () => {
  const withScript = installed.filter(([, { hasInstallScript }]) => hasInstallScript).map(([place]) => nameOf(place));
  expect(Object.keys(manifest.allowScripts).sort()).toEqual([...new Set(withScript)].sort());
});
