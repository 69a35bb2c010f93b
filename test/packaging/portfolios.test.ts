import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { portfolioFile } from '../factories/portfolio';
import { HOME } from '../support/repository';

jest.setTimeout(120_000);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'evenkeel-package-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Packages the strategy service into a folder of the test, as a deployment would. */
function packageStrategy(stage: string, environment: Readonly<Record<string, string>>, ...more: string[]) {
  const serverless = join(HOME, 'node_modules/serverless/bin/serverless.js');
  const args = [serverless, 'package', '--stage', stage, '--package', join(folder, 'package'), ...more];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: join(HOME, 'services/strategy'),
    encoding: 'utf8',
    timeout: 60_000,
    env: {
      ...process.env,
      EVENKEEL_PORTFOLIO: '',
      EVENKEEL_PORTFOLIOS: '',
      EVENKEEL_BUILD_FOLDER: `.esbuild/package-${process.pid}`,
      SLS_TELEMETRY_DISABLED: '1',
      SLS_NOTIFICATIONS_MODE: 'off',
      TMPDIR: folder,
      ...environment,
    },
  });
  return { status, text: stdout + stderr };
}

/** What each function is told. */
function toldBy(): unknown[] {
  const template = readFileSync(join(folder, 'package/cloudformation-template-update-stack.json'), 'utf8');
  return [...template.matchAll(/"EVENKEEL_PORTFOLIOS": (".*?")/g)].map(
    ([, value = '']) => JSON.parse(value) as unknown,
  );
}

const put = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

test('a stage chooses by its parameter', () => {
  expect(packageStrategy('prod', {}, '--param', 'portfolios=hedged')).toMatchObject({ status: 0 });
  const told = toldBy();
  expect(told.length).toBeGreaterThan(1);
  expect(new Set(told)).toEqual(new Set(['hedged']));
});

describe('a deployment stops before anything is built, in one line', () => {
  test.each<[string, () => Record<string, string>, RegExp]>([
    [
      'where the stage names what is not there',
      () => ({ EVENKEEL_PORTFOLIOS: 'classic,hedgd' }),
      /^there is no portfolio "hedgd" \(did you mean "hedged"\?\); there are classic, hedged$/m,
    ],
    [
      'where a file is broken',
      () => ({
        EVENKEEL_PORTFOLIO_FILES: JSON.stringify({
          good: put('good.json', JSON.stringify(portfolioFile({ name: 'good' }))),
          bad: put('bad.json', '{ "name": '),
        }),
      }),
      /^\S+\/bad\.json: is not JSON: .*$/m,
    ],
    [
      'where a file has the name of another',
      () => ({
        EVENKEEL_PORTFOLIO_FILES: JSON.stringify({
          copy: put('copy.json', JSON.stringify(portfolioFile({ name: 'good' }))),
        }),
      }),
      /^\S+\/copy\.json: name: is "good"; a file is called as its portfolio: .*$/m,
    ],
    [
      'where the variable is set that once named one portfolio',
      () => ({ EVENKEEL_PORTFOLIO: 'classic' }),
      /^EVENKEEL_PORTFOLIO: portfolios are files; .*$/m,
    ],
  ])('%s', (_, environment, message) => {
    const { status, text } = packageStrategy('dev', environment());
    expect(status).toBe(1);
    expect(text).toMatch(message);
    expect(text).not.toContain('    at ');
  });
});
