import jest from 'eslint-plugin-jest';
import tseslint from 'typescript-eslint';

/** Rooms that may not be imported from a room, with the reason that is printed. */
const closed = (...patterns) => ({
  'no-restricted-imports': ['error', { patterns: patterns.map(([group, message]) => ({ group, message })) }],
});

const SERVICES = [['@evenkeel/ingestion*', '@evenkeel/strategy*', '@evenkeel/query*', '**/services/**']].map((g) => [
  g,
  'Services never import each other; share through @evenkeel/domain or @evenkeel/dynamo.',
])[0];
const SDK = [
  ['@aws-sdk/*', '@aws-lambda-powertools/*', 'node:*', 'fs', 'path', 'crypto'],
  'Domain and report are pure: no SDK, no I/O.',
];
const BROWSER = [['luxon'], 'A browser carries domain and report: ask Intl (calendar/exchange-zone).'];
const SHARED = [
  SERVICES,
  [['evenkeel', '**/cli/**'], 'Shared rooms do not know the command line.'],
  [['@evenkeel/*', '!@evenkeel/domain', '!@evenkeel/domain/*'], 'Arrows point inwards: of ours only the domain.'],
];
const OURS = [['@evenkeel/*', 'evenkeel', '**/cli/**'], 'The domain imports nothing of ours.'];

const MACHINE =
  'Time, timers and chance come from a Machine (shared/dynamo/src/pacing), so that a test can decide them.';

/** Bans what a test, or a simulation, could not decide: clock, timers, chance, and the globals `also`. */
const passedIn = (message, ...also) => ({
  'no-restricted-globals': [
    'error',
    ...['setTimeout', 'setInterval', 'setImmediate', 'performance', 'crypto', ...also].map((name) => ({
      name,
      message,
    })),
  ],
  'no-restricted-properties': [
    'error',
    ...[
      ['Date', 'now'],
      ['Math', 'random'],
      ['AbortSignal', 'timeout'],
    ].map(([object, property]) => ({ object, property, message })),
  ],
  'no-restricted-syntax': [
    'error',
    { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message },
    { selector: "ImportDeclaration[source.value='node:timers/promises']", message },
    { selector: 'ImportSpecifier[imported.name=/^random/]', message },
  ],
});

export default tseslint.config(
  { ignores: ['**/node_modules/', '.cache/', '**/.serverless/', '**/.esbuild/', 'coverage/'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      eqeqeq: 'error',
      'no-empty': ['error', { allowEmptyCatch: false }],
    },
  },
  {
    files: ['shared/domain/**/*.ts'],
    rules: {
      ...closed(SDK, BROWSER, OURS, SERVICES),
      'no-restricted-globals': ['error', 'process', 'console', 'fetch', 'setTimeout', 'performance'],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Randomness is passed in, seeded.' },
        { object: 'Date', property: 'now', message: 'The clock is passed in.' },
      ],
    },
  },
  {
    files: ['shared/{dynamo,report,runtime}/**/*.ts'],
    rules: closed(...SHARED),
  },
  {
    files: ['shared/report/**/*.ts'],
    rules: {
      ...closed(SDK, BROWSER, ...SHARED),
      'no-restricted-globals': ['error', 'process', 'console', 'fetch', 'setTimeout', 'performance'],
    },
  },
  {
    files: ['shared/embedded/**/*.ts'],
    rules: closed([
      ['@evenkeel/*', 'evenkeel', '**/cli/**', '**/services/**'],
      'The embedded store imports nothing of ours.',
    ]),
  },
  {
    files: ['shared/embedded/src/**/*.ts'],
    ignores: ['shared/embedded/src/{persistence,server}/**'],
    rules: passedIn(
      'The store under a simulation has no clock, timers, chance or network of its own.',
      'process',
      'fetch',
    ),
  },
  {
    files: ['services/**/*.ts'],
    rules: closed(SERVICES, [['evenkeel', '**/cli/**'], 'Services do not know the command line.']),
  },
  {
    files: ['shared/dynamo/src/**/*.ts', 'services/{ingestion,strategy}/src/**/*.ts'],
    ignores: ['shared/dynamo/src/pacing/machine.ts'],
    rules: passedIn(MACHINE),
  },
  {
    files: ['test/**/*.ts'],
    plugins: { jest },
    rules: {
      'max-lines': 'off',
      '@typescript-eslint/unbound-method': 'off',
      // What passes because it never ran; that a test asserts anything at all is seen to by test/support/assertions.
      'jest/no-conditional-expect': 'error',
      'jest/no-focused-tests': 'error',
      'jest/no-identical-title': 'error',
      'jest/require-to-throw-message': 'error',
      'jest/valid-expect': 'error',
      'jest/valid-expect-in-promise': 'error',
    },
  },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  { files: ['**/*.mjs'], languageOptions: { globals: { process: 'readonly', console: 'readonly' } } },
);
