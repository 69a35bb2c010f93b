import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chooseDatabase, nameOf, parseDatabase } from '../../../../../cli/src/stack/database/choice';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'evenkeel-choice-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A PATH with Java on it. */
function withJava(): NodeJS.ProcessEnv {
  writeFileSync(join(folder, 'java'), `#!/bin/sh\necho 'openjdk version "17.0.15" 2025-04-15' >&2\n`);
  chmodSync(join(folder, 'java'), 0o755);
  return { PATH: folder };
}

test("auto is Amazon's where something can run it", async () => {
  const choice = await chooseDatabase('auto', undefined, withJava());
  expect(choice).toMatchObject({ kind: 'amazon', runtime: { kind: 'java' } });
  expect(nameOf(choice)).toBe('DynamoDB Local (Java 17.0.15)');
});

test('auto is the embedded one where nothing can, and says why', async () => {
  const choice = await chooseDatabase('auto', undefined, { PATH: folder });
  expect(nameOf(choice)).toBe('the embedded database (no java on the PATH; no docker on the PATH)');
});

test('a folder with tables keeps its kind', async () => {
  writeFileSync(join(folder, 'log-0'), '');
  const choice = await chooseDatabase('auto', folder, withJava());
  expect(nameOf(choice)).toBe(`the embedded database (${folder} holds its tables)`);
});

test('what was asked for is taken, or refused with what is missing', async () => {
  expect(await chooseDatabase('embedded', undefined, withJava())).toMatchObject({ kind: 'embedded' });
  await expect(chooseDatabase('amazon', undefined, { PATH: '/nowhere' })).rejects.toMatchObject({
    code: 'environment',
    message: expect.stringMatching(/needs Java 17 or newer, or Docker.*or use the embedded database$/) as string,
  });
});

test('a database that there is not is refused in one line', () => {
  expect(() => parseDatabase('mongo')).toThrow(
    '--database: there is no database "mongo"; choose auto, amazon, embedded',
  );
});
