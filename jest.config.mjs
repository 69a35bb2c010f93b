/**
 * One project a rung of the ladder. `npm test` climbs the first three; another joins when an argument names it:
 * `npm test -- --selectProjects slow`, `npm test -- test/slow/page.test.ts`. `npm run check` climbs them all.
 */
const DAILY = ['unit', 'integration', 'e2e'];
const OTHERS = ['packaging', 'slow'];

// In each worker the SDK announces that it will need Node 22 one day: docs/decisions/0007 says what then.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const transform = {
  '^.+\\.(ts|mjs|js)$': [
    '@swc/jest',
    { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
  ],
};

/** Packages that come as ES modules only: transformed like our own. */
const ES_MODULES = ['@noble/hashes', 'canonicalize', 'is-network-error', 'p-limit', 'p-retry', 'yocto-queue'];

const rung = (name) => ({
  displayName: name,
  rootDir: import.meta.dirname,
  testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
  testEnvironment: 'node',
  testEnvironmentOptions: { globalsCleanup: 'on' },
  ...(name === 'unit' ? {} : { globalSetup: '<rootDir>/test/support/choose-database.ts' }),
  setupFilesAfterEnv: ['<rootDir>/test/support/time-limits.cjs', '<rootDir>/test/support/assertions.cjs'],
  moduleNameMapper: {
    '^fast-check$': '<rootDir>/test/support/seeded-fast-check.cjs',
    // Its package.json has no entry for `require`, which is what transformed imports are here.
    '^canonicalize$': '<rootDir>/node_modules/canonicalize/lib/canonicalize.js',
  },
  transform,
  transformIgnorePatterns: [`/node_modules/(?!(${ES_MODULES.join('|')})/)`],
  cacheDirectory: '<rootDir>/.cache/jest',
  modulePathIgnorePatterns: ['<rootDir>/.cache/', '<rootDir>/services/[^/]+/\\.(serverless|esbuild)/'],
});

const named = (name) => process.argv.slice(2).some((argument) => argument.split('/').includes(name));

export default {
  maxWorkers: 2,
  projects: [...DAILY, ...OTHERS.filter(named)].map(rung),
};
