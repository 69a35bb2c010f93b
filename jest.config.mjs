/** One project a rung of the ladder. `npm test` climbs the first three; `.ci/run` climbs the others too. */
const transform = {
  '^.+\\.(ts|mjs)$': [
    '@swc/jest',
    { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
  ],
};

const rung = (name, more = {}) => ({
  displayName: name,
  rootDir: import.meta.dirname,
  testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
  testEnvironment: 'node',
  testTimeout: 30_000,
  transform,
  cacheDirectory: '<rootDir>/.cache/jest',
  modulePathIgnorePatterns: ['<rootDir>/.cache/', '<rootDir>/services/[^/]+/\\.(serverless|esbuild)/'],
  ...more,
});

export default {
  maxWorkers: 2,
  projects: [
    rung('unit'),
    rung('integration'),
    rung('e2e'),
    rung('packaging'),
    rung('slow', { testTimeout: 1_200_000 }),
  ],
};
