import { inspectCredentials, inspectDatabaseRuntime, inspectNode } from '../../../../cli/src/operations/findings';

describe('doctor', () => {
  test.each([
    ['20.19.0', 'ok'],
    ['24.1.0', 'ok'],
    ['20.18.3', 'lack'],
    ['18.20.0', 'lack'],
  ])('Node %s: %s', (version, verdict) => {
    expect(inspectNode(version).verdict).toBe(verdict);
  });

  test('Docker will do where Java is missing', () => {
    const docker = { kind: 'docker', command: '/usr/bin/docker', version: '28' } as const;
    expect(inspectDatabaseRuntime({ java: 'no java on the PATH', docker }).verdict).toBe('ok');
  });

  test('with neither, the embedded database is named, and what Amazon needs', () => {
    const finding = inspectDatabaseRuntime({ java: 'no java on the PATH', docker: 'no docker on the PATH' });
    expect(finding).toMatchObject({
      verdict: 'note',
      found: 'no java on the PATH; no docker on the PATH: evenkeel up runs on its embedded database',
    });
    expect(finding.remedy).toMatch(/Java 17/);
  });

  test('no AWS credentials only limit', () => {
    expect(inspectCredentials({}, '/nowhere')).toMatchObject({ verdict: 'note', found: 'none' });
    expect(inspectCredentials({ AWS_ACCESS_KEY_ID: 'x' }, '/nowhere').verdict).toBe('ok');
  });
});
