/** One project a rung of the ladder. `npm test` climbs the first three; `.ci/run` climbs the others too. */
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
  setupFilesAfterEnv: ['<rootDir>/test/support/patience.cjs'],
  moduleNameMapper: { '^fast-check$': '<rootDir>/test/support/seeded-fast-check.cjs' },
  transform,
  transformIgnorePatterns: [`/node_modules/(?!(${ES_MODULES.join('|')})/)`],
  cacheDirectory: '<rootDir>/.cache/jest',
  modulePathIgnorePatterns: ['<rootDir>/.cache/', '<rootDir>/services/[^/]+/\\.(serverless|esbuild)/'],
});

export default {
  maxWorkers: 2,
  projects: ['unit', 'integration', 'e2e', 'packaging', 'slow'].map(rung),
};
