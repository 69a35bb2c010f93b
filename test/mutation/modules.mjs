/** The project's modules, who imports whom, and which tests reach a module, nearest first. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

const home = resolve(import.meta.dirname, '../..');

/**
 * @typedef {object} Graph
 * @property {string[]} modules our source files that hold code, from the project's root
 * @property {(path: string) => string[]} testsOf the tests that reach a module at runtime, nearest first
 * @property {(path: string) => string[]} subjectsOf the modules that a test is about
 */

/** @returns {Graph} */
export function readGraph() {
  const packages = readPackages();
  const sources = packages.flatMap(({ folder }) => typescriptFiles(join(folder, 'src')));
  const tests = typescriptFiles(join(home, 'test'));
  const files = new Map([...sources, ...tests].map((path) => [path, parsed(path)]));
  const entries = new Map(packages.flatMap(({ folder, name, exports }) => entryPoints(folder, name, exports)));
  const links = new Map([...files.keys()].map((path) => [path, imported(path, files, entries)]));
  const importers = inverted(links);
  const isTest = (path) => path.endsWith('.test.ts');
  const named = (path) => relative(home, path);
  return {
    modules: sources.filter((path) => !isBarrel(files.get(path)) && !path.endsWith('.d.ts')).map(named),
    testsOf: (path) => nearest(resolve(home, path), importers, isTest).map(named),
    subjectsOf: (path) => subjects(resolve(home, path), links, isTest).map(named),
  };
}

function readPackages() {
  const { workspaces } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  return workspaces.map((workspace) => {
    const folder = join(home, workspace);
    const { name, exports = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return { folder, name, exports };
  });
}

const entryPoints = (folder, name, exports) =>
  Object.entries(exports).map(([entry, file]) => [name + entry.slice(1), join(folder, file)]);

const typescriptFiles = (folder) =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
        .map((entry) => join(entry.parentPath, entry.name))
        .sort()
    : [];

/** What a file imports and exports at runtime; `names` undefined means everything. */
function parsed(path) {
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const facts = { imports: [], passedOn: new Map(), passedOnWhole: [], declares: false };
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) importOf(statement, facts);
    else if (ts.isExportDeclaration(statement) && statement.moduleSpecifier) passingOn(statement, facts);
    else if (!ts.isInterfaceDeclaration(statement) && !ts.isTypeAliasDeclaration(statement)) facts.declares = true;
  }
  const lateImports = (node) => {
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [from] = node.arguments;
      if (from && ts.isStringLiteralLike(from)) facts.imports.push({ from: from.text });
    }
    ts.forEachChild(node, lateImports);
  };
  lateImports(file);
  return facts;
}

function importOf({ importClause, moduleSpecifier }, facts) {
  const from = moduleSpecifier.text;
  if (importClause?.isTypeOnly) return;
  const bindings = importClause?.namedBindings;
  if (!bindings || !ts.isNamedImports(bindings)) facts.imports.push({ from });
  else facts.imports.push({ from, names: valueNames(bindings.elements).map(([, original]) => original) });
}

function passingOn({ exportClause, isTypeOnly, moduleSpecifier }, facts) {
  if (isTypeOnly) return;
  const from = moduleSpecifier.text;
  if (!exportClause || !ts.isNamedExports(exportClause)) facts.passedOnWhole.push(from);
  else for (const [name, original] of valueNames(exportClause.elements)) facts.passedOn.set(name, { from, original });
}

const valueNames = (elements) =>
  elements
    .filter(({ isTypeOnly }) => !isTypeOnly)
    .map(({ name, propertyName }) => [name.text, (propertyName ?? name).text]);

const isBarrel = ({ declares }) => !declares;

/** The files that a file needs at runtime; what a barrel passes on is looked up behind it, name by name. */
function imported(path, files, entries) {
  const found = new Set();
  const locate = (from, specifier) => {
    if (!specifier.startsWith('.')) return entries.get(specifier);
    const place = resolve(dirname(from), specifier);
    return [`${place}.ts`, join(place, 'index.ts'), place].find((candidate) => files.has(candidate));
  };
  const provider = (file, name, seen = new Set()) => {
    const facts = files.get(file);
    if (!facts || seen.has(file)) return undefined;
    seen.add(file);
    const passed = facts.passedOn.get(name);
    if (passed) {
      const next = locate(file, passed.from);
      return next && provider(next, passed.original, seen);
    }
    if (!isBarrel(facts)) return file;
    const behind = facts.passedOnWhole.map((from) => locate(file, from)).filter(Boolean);
    return behind.map((next) => provider(next, name, seen)).find((each) => each && mentions(each, name));
  };
  const { imports, passedOn, passedOnWhole } = files.get(path);
  const wanted = [
    ...imports,
    ...[...passedOn.values()].map(({ from, original }) => ({ from, names: [original] })),
    ...passedOnWhole.map((from) => ({ from })),
  ];
  for (const { from, names } of wanted) {
    const file = locate(path, from);
    if (!file) continue;
    if (!names) found.add(file);
    else for (const name of names) found.add(provider(file, name) ?? file);
  }
  return found;
}

const mentions = (path, name) => new RegExp(`\\b${name}\\b`).test(readFileSync(path, 'utf8'));

function inverted(links) {
  const importers = new Map();
  for (const [path, targets] of links) {
    for (const target of targets) importers.set(target, [...(importers.get(target) ?? []), path]);
  }
  return importers;
}

/** Tests of the module's own name first, then those of its room, then the others; each by distance in imports, then by size. */
function nearest(module, importers, isTest) {
  const distances = new Map([[module, 0]]);
  for (const [path, distance] of distances) {
    for (const importer of importers.get(path) ?? []) {
      if (!distances.has(importer)) distances.set(importer, distance + 1);
    }
  }
  const own = `${basename(module, '.ts')}.test.ts`;
  const room = `${relative(home, dirname(module))
    .replace(/^(shared|services)\//, '')
    .replace('/src', '')}/`;
  const closeness = (path) => (basename(path) === own ? 0 : path.includes(`/${room}`) ? 1 : 2);
  const rank = ([path, distance]) => closeness(path) * 1e9 + distance * 1e6 + statSync(path).size;
  return [...distances]
    .filter(([path]) => isTest(path))
    .sort((a, b) => rank(a) - rank(b))
    .map(([path]) => path);
}

/** The module of the test's own name among those that it imports, or all that it imports itself. */
function subjects(test, links, isTest) {
  const direct = [...(links.get(test) ?? [])].filter((path) => !path.startsWith(join(home, 'test')) && !isTest(path));
  const own = direct.filter((path) => basename(test) === `${basename(path, '.ts')}.test.ts`);
  return own.length > 0 ? own : direct;
}
