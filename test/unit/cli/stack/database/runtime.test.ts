import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assertPortFree, freePort } from '../../../../../cli/src/stack/ports';
import { findDatabaseRuntime } from '../../../../../cli/src/stack/database/amazon';

let bin: string;
beforeEach(() => {
  bin = mkdtempSync(join(tmpdir(), 'evenkeel-bin-'));
});
afterEach(() => rmSync(bin, { recursive: true }));

function program(name: string, script: string): void {
  writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, name), 0o755);
}

describe('what runs DynamoDB Local', () => {
  test('Java 17 or newer', async () => {
    program('java', `echo 'openjdk version "17.0.15" 2025-04-15' >&2`);
    await expect(findDatabaseRuntime({ PATH: bin })).resolves.toEqual({
      kind: 'java',
      command: join(bin, 'java'),
      version: '17.0.15',
    });
  });

  test('Docker where Java is too old', async () => {
    program('java', `echo 'java version "1.8.0_292"' >&2`);
    program('docker', 'echo 28.2.2');
    await expect(findDatabaseRuntime({ PATH: bin })).resolves.toMatchObject({ kind: 'docker', version: '28.2.2' });
  });

  test('with neither, one line says what to install', async () => {
    program('docker', 'exit 1');
    const failure: unknown = await findDatabaseRuntime({ PATH: bin }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'environment' });
    expect(String(failure)).toMatch(
      /needs Java 17 or newer, or Docker.*no java on the PATH.*daemon does not answer.*install one/,
    );
    expect(String(failure)).not.toContain('\n');
  });
});

describe('ports', () => {
  test('a busy one is refused in one line that names it', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    const refusal: unknown = await assertPortFree(port).catch((error: unknown) => error);
    await new Promise((resolve) => server.close(resolve));
    expect(String(refusal)).toContain(`port ${port} of 127.0.0.1 is in use by another program`);
    await expect(assertPortFree(port)).resolves.toBeUndefined();
  });

  test('a free one can be listened on', async () => {
    await expect(assertPortFree(await freePort())).resolves.toBeUndefined();
  });
});
