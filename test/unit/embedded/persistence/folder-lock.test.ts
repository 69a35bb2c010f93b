import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeFolder } from '../../../../shared/embedded/src/persistence/folder-lock';

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'evenkeel-lock-'));
});
afterEach(() => rmSync(home, { recursive: true }));

describe('taking a folder', () => {
  it('makes it with the folders above it', () => {
    const lock = takeFolder(join(home, 'a/b'), '--persist a/b');
    expect(() => takeFolder(join(home, 'a/b'), '--persist a/b')).toThrow(
      `--persist a/b: the folder is in use by process ${process.pid}; stop it or choose another folder`,
    );
    lock.release();
    takeFolder(join(home, 'a/b'), '--persist a/b').release();
  });

  it.each([
    ['a file', () => join(home, 'file'), 'ENOTDIR'],
    ['below a file', () => join(home, 'file/folder'), 'ENOTDIR'],
    // Asked to make it with its parents, Node never comes back.
    ['below what the system lets nobody write to', () => '/proc/nowhere/folder', 'ENOENT'],
  ])('refuses in one line what is %s', (_what, path, code) => {
    writeFileSync(join(home, 'file'), '');
    expect(() => takeFolder(path(), '--persist it')).toThrow(
      new RegExp(
        `^--persist it: the folder cannot be made \\((?:Error: )?${code}: [^\\n]*\\); choose one that you can write to$`,
      ),
    );
  });
});
