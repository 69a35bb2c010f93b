/**
 * Bundles what a simulation runs: the programs (the handlers of the services as they are), the simulator around them, and the libraries
 * that both share. A deliberate break replaces one text in one module on the way.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

const here = import.meta.dirname;
const home = resolve(here, '../..');

/** The functions of each program by the name that the simulator calls them. */
const PROGRAMS = {
  strategy: {
    recompute: 'strategy/src/handlers/recompute',
    rebuild: 'strategy/src/handlers/rebuild',
    watch: 'strategy/src/handlers/watch',
  },
  ingestion: {
    update: 'ingestion/src/handlers/update',
    warmUp: 'ingestion/src/handlers/warm-up',
    audit: 'ingestion/src/handlers/audit',
  },
};

/** Libraries that hold no state of a process: evaluated once, so that a new process costs little. */
const SHARED = [
  'decimal.js',
  'luxon',
  'zod/mini',
  '@aws-sdk/client-dynamodb',
  ...Object.keys(JSON.parse(readFileSync(join(home, 'shared/domain/package.json'), 'utf8')).exports).map((room) =>
    join('@evenkeel/domain', room),
  ),
];

/** What stands in for the world outside. Of ours that is only who makes clients and the machine. */
const STAND_INS = [
  [/^@aws-sdk\/client-sns$/, 'sns.ts'],
  [/^@aws-lambda-powertools\/logger$/, 'logger.ts'],
  [/^@aws-lambda-powertools\/metrics$/, 'metrics.ts'],
  [/^yahoo-finance2\/createYahooFinance$/, 'yahoo-finance.ts'],
  [/^yahoo-finance2\/modules\/chart$/, 'yahoo-finance.ts'],
];
const REPLACED = new Map([
  [join(home, 'shared/dynamo/src/pacing/machine.ts'), 'machine.ts'],
  [join(home, 'shared/dynamo/src/requests/clients.ts'), 'clients.ts'],
  [join(home, 'shared/runtime/src/portfolios/installed.ts'), 'installed.ts'],
]);

/**
 * What costs much and decides nothing here: parts of a view that pure functions make of the same run as the others, how exactly the
 * store weighs numbers, that it compares what is sent twice under one token, and that an answer is a copy, which nobody here changes.
 */
const LIGHTER = [
  { file: 'services/strategy/src/view/view-parts.ts', from: '...analysisParts(computed),', to: '' },
  { file: 'services/strategy/src/view/view-parts.ts', from: '...attributionParts(net, netPairs),', to: '' },
  { file: 'services/strategy/src/view/view-parts.ts', from: '...reportParts(computed, netPairs),', to: '' },
  {
    file: 'shared/embedded/src/values/value-size.ts',
    from: 'return numberBytes(value.N)',
    to: 'return value.N.length',
  },
  {
    file: 'shared/embedded/src/operations/transactions.ts',
    from: 'const request = hashOf(actions);',
    to: "const request = '';",
  },
  { file: 'shared/embedded/src/client/answers.ts', from: '{ ...copyOf(answer), ', to: '{ ...answer, ' },
];

/**
 * The bundles by name, as source text.
 * @param {{ file: string, from: string, to: string } | undefined} broken what is replaced
 * @throws Error when the text to be replaced is not there exactly once
 */
export async function bundles(broken) {
  const changes = [...LIGHTER, ...(broken === undefined ? [] : [broken])];
  const changed = new Set();
  const plugins = (shared) => [...(shared ? [external(SHARED)] : []), standIns(), replacing(changes, changed)];
  const made = await Promise.all([
    ...Object.entries(PROGRAMS).map(([name, functions]) => bundle(name, programText(functions), plugins(true))),
    bundle('simulator', `export { simulate } from './src/simulate';`, plugins(true)),
    bundle('libraries', librariesText(), plugins(false)),
  ]);
  const untouched = changes.find((change) => !changed.has(change));
  if (untouched !== undefined) throw new Error(`${untouched.file} is in no bundle, so that nothing has been changed`);
  return Object.fromEntries(made);
}

function programText(functions) {
  return Object.entries(functions)
    .map(([name, path]) => `export { handler as ${name} } from '../../services/${path}';`)
    .join('\n');
}

function librariesText() {
  const imports = SHARED.map((name, index) => {
    const from = name === '@aws-sdk/client-dynamodb' ? './stand-ins/dynamodb-commands' : name;
    return `import * as library${index} from '${from}';`;
  });
  const entries = SHARED.map((name, index) => `'${name}': library${index}`);
  return `${imports.join('\n')}\nexport const libraries = { ${entries.join(', ')} };`;
}

async function bundle(name, contents, plugins) {
  const { outputFiles } = await build({
    absWorkingDir: home,
    stdin: { contents, resolveDir: here, sourcefile: `${name}-entry.ts`, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    logLevel: 'error',
    plugins,
  });
  return [name, withoutCopies(outputFiles[0].text)];
}

/** Takes a shared library as it is: esbuild would copy each of its exports, in every new process. */
function withoutCopies(text) {
  return text.replace(/__toESM\((require\("([^"]+)"\))(?:, 1)?\)/g, (whole, required, name) =>
    SHARED.includes(name) ? required : whole,
  );
}

function external(names) {
  const known = new Set(names);
  return {
    name: 'shared libraries',
    setup: ({ onResolve }) =>
      onResolve({ filter: /^[^./]/ }, ({ path }) => {
        if (known.has(path)) return { path, external: true };
        if (path.startsWith('@evenkeel/domain')) throw new Error(`${path} is not among the shared libraries`);
        return undefined;
      }),
  };
}

function standIns() {
  return {
    name: 'stand-ins',
    setup: ({ onResolve, onLoad }) => {
      onResolve({ filter: /\/here$/ }, () => ({ path: 'simulated:process', external: true }));
      onResolve({ filter: /^[^./]/ }, ({ path }) => {
        const found = STAND_INS.find(([pattern]) => pattern.test(path));
        return found && { path: join(here, 'stand-ins', found[1]) };
      });
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const file = REPLACED.get(path);
        if (file === undefined) return undefined;
        const from = join(here, 'stand-ins', file);
        return { contents: readFileSync(from, 'utf8'), loader: 'ts', resolveDir: join(here, 'stand-ins') };
      });
    },
  };
}

/** Replaces one text in each of some modules. */
function replacing(changes, changed) {
  return {
    name: 'changes',
    setup: ({ onLoad }) =>
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const wanted = changes.filter(({ file }) => path === join(home, file));
        if (wanted.length === 0) return undefined;
        let contents = readFileSync(path, 'utf8');
        for (const change of wanted) {
          const parts = contents.split(change.from);
          if (parts.length !== 2) {
            throw new Error(
              `${change.file}: "${change.from}" is there ${parts.length - 1} times; name a text that is there once`,
            );
          }
          contents = parts.join(change.to);
          changed.add(change);
        }
        return { contents, loader: 'ts' };
      }),
  };
}
