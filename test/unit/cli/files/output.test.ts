import { execFile, execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { checkOutputs, writeArtifacts } from '../../../../cli/src/files/output';
import { priceFiles, refuseOverwriting } from '../../../../cli/src/files/input-file';
import { recordingTerminal } from '../../../factories/recording-terminal';
import { failureOf } from '../../../support/failure';

let folder: string;
const at = (name: string): string => join(folder, name);
const write = (name: string, text = 'old\n', mode = 0o644): string => {
  writeFileSync(at(name), text);
  chmodSync(at(name), mode);
  return at(name);
};
const modeOf = (name: string): number => statSync(at(name)).mode & 0o777;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'evenkeel-output-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('artifacts', () => {
  test('writes every file with a newline at its end, and names it on standard error', async () => {
    const { terminal, stdout, stderr } = recordingTerminal();
    await writeArtifacts(
      [
        { path: at('a.json'), text: '{}' },
        { path: at('b.csv'), text: 'x\n' },
        { path: '-', text: 'page' },
      ],
      terminal,
    );
    expect(readFileSync(at('a.json'), 'utf8')).toBe('{}\n');
    expect(readFileSync(at('b.csv'), 'utf8')).toBe('x\n');
    expect(stdout()).toBe('page\n');
    expect(stderr()).toBe(`wrote ${at('a.json')}\nwrote ${at('b.csv')}\n`);
    expect(readdirSync(folder)).toEqual(['a.json', 'b.csv']);
  });

  test('writes through a link to a file that is not there yet, also by way of a linked folder', async () => {
    mkdirSync(at('real'));
    symlinkSync('real', at('linked'));
    symlinkSync('../later.json', at('real/link.json'));
    await writeArtifacts([{ path: at('linked/link.json'), text: 'new' }], recordingTerminal().terminal);
    expect(readFileSync(at('later.json'), 'utf8')).toBe('new\n');
    expect(lstatSync(at('real/link.json')).isSymbolicLink()).toBe(true);
  });

  test.each([0o600, 0o640, 0o755])('keeps the mode %o of a file that is there', async (mode) => {
    await writeArtifacts([{ path: write('kept.json', 'old', mode), text: 'new' }], recordingTerminal().terminal);
    expect(modeOf('kept.json')).toBe(mode);
    expect(readFileSync(at('kept.json'), 'utf8')).toBe('new\n');
  });

  test('writes into a pipe, and does not mind a reader that leaves', async () => {
    const pipe = at('pipe');
    execFileSync('mkfifo', [pipe]);
    const [text] = await Promise.all([
      readFile(pipe, 'utf8'),
      writeArtifacts([{ path: pipe, text: 'through' }], recordingTerminal().terminal),
    ]);
    expect(text).toBe('through\n');
    expect(lstatSync(pipe).isFIFO()).toBe(true);
    // More than a pipe holds, so that the writer is still at it when the reader goes.
    const [head] = await Promise.all([
      promisify(execFile)('head', ['-c', '5', pipe]),
      writeArtifacts([{ path: pipe, text: 'x'.repeat(4_000_000) }], recordingTerminal().terminal),
    ]);
    expect(head.stdout).toBe('xxxxx');
  });

  test.each(['/dev/stdout', '/dev/fd/1', '/proc/self/fd/1'])('%s is standard output', async (path) => {
    const { terminal, stdout } = recordingTerminal();
    await writeArtifacts([{ path, text: 'here' }], terminal);
    expect(stdout()).toBe('here\n');
  });
});

describe('checkOutputs', () => {
  test.each([
    [
      'a file without write permission, whoever asks',
      () => ({ '--json': write('ro.json', 'x', 0o444) }),
      /--json .*ro\.json: the file is write-protected/,
    ],
    [
      'two names of one file',
      () => {
        symlinkSync(write('one.json'), at('two.json'));
        return { '--json': at('one.json'), '--csv': at('two.json') };
      },
      /--csv .*two\.json: --json writes there too/,
    ],
    [
      'two names of standard output',
      () => ({ '--json': '/dev/stdout', '--csv': '-' }),
      /--csv -: --json writes there too/,
    ],
    [
      'a link into a folder that is not there',
      () => {
        symlinkSync('nowhere/x.json', at('l.json'));
        return { '--json': at('l.json') };
      },
      /there is no folder .*nowhere; create it first/,
    ],
    [
      'links in a circle',
      () => {
        symlinkSync('b', at('a'));
        symlinkSync('a', at('b'));
        return { '--json': at('a') };
      },
      /links that lead in a circle/,
    ],
    ['a file in place of a folder', () => ({ '--json': join(write('f'), 'x.json') }), /a part of the path is a file/],
  ])('refuses %s', async (_, targets, message) => {
    const { code, message: line } = await failureOf(checkOutputs(targets()));
    expect(code).toBe('bad-input');
    expect(line).toMatch(message);
  });
});

describe('refuseOverwriting', () => {
  test('an input by its own name, through a link, and by way of a linked folder', async () => {
    const input = [{ option: '--holdings', path: write('held.csv') }];
    symlinkSync('held.csv', at('link.csv'));
    symlinkSync('.', at('here'));
    for (const path of [at('held.csv'), at('link.csv'), at('here/held.csv'), at('./here/../held.csv')]) {
      const { code, message } = await failureOf(refuseOverwriting({ '--csv': undefined, '--json': path }, input));
      expect(code).toBe('bad-input');
      expect(message).toBe(
        `--json ${path}: would overwrite an input, ${at('held.csv')} of --holdings; name another file`,
      );
    }
    await refuseOverwriting({ '--json': at('other.json') }, input);
    await refuseOverwriting({ '--json': '-' }, input);
  });

  test('an input that is a link to the output', async () => {
    symlinkSync(write('target.json'), at('input.json'));
    const { message } = await failureOf(
      refuseOverwriting({ '--json': at('target.json') }, [{ option: '--portfolio', path: at('input.json') }]),
    );
    expect(message).toContain('input.json of --portfolio');
  });

  test('any price file of the data folder, but nothing else that lies there', async () => {
    write('QQQ.csv');
    write('curve.csv');
    expect(await priceFiles(folder)).toEqual([{ option: '--data', path: at('QQQ.csv') }]);
    expect(await priceFiles(undefined)).toEqual([]);
    expect(await priceFiles(at('nowhere'))).toEqual([]);
    expect(existsSync(at('nowhere'))).toBe(false);
  });
});
