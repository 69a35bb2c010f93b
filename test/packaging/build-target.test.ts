import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { HOME } from '../support/repository';
import { SERVICES } from './template';

jest.setTimeout(120_000);

/** What the framework makes of a service's serverless.yml, as text. */
function printed(service: string, environment: Readonly<Record<string, string>>): string {
  return execFileSync(process.execPath, [join(HOME, 'node_modules/serverless/bin/serverless.js'), 'print'], {
    cwd: join(HOME, 'services', service),
    encoding: 'utf8',
    env: { ...process.env, SLS_TELEMETRY_DISABLED: '1', SLS_NOTIFICATIONS_MODE: 'off', ...environment },
  });
}

test.each(SERVICES)('%s is built for the Node of the machine where a local stack names one', (service) => {
  const text = printed(service, { EVENKEEL_BUILD_TARGET: 'node20.19' });
  expect(text).toMatch(/^ {4}target: node20\.19$/m);
  expect(text).toMatch(/^ {2}runtime: nodejs24\.x$/m);
});
