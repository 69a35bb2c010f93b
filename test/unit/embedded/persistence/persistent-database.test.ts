import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { Database, type Entry, execute } from '@evenkeel/embedded';
import { openPersistentDatabase, type PersistentDatabase } from '@evenkeel/embedded/persistence';
import { entryOf } from '../../../../shared/embedded/src/persistence/kept-entry';
import { snapshotLines } from '../../../../shared/embedded/src/persistence/snapshot';
import { answerOf } from '../../../support/store-contract/answers';
import { HASH, TABLES } from '../../../support/store-contract/contract';
import { randomCall } from '../../../support/store-contract/random-calls';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'evenkeel-embedded-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const clock = (): number => 1_700_000_000_000;
const stateOf = (database: Database): string[] => [...snapshotLines(database)];
const open = (path = folder, logBytes?: number): PersistentDatabase =>
  openPersistentDatabase(path, { clock, ...(logBytes === undefined ? {} : { logBytes }) });
const put = (database: Database, a: string, v: string): void =>
  void execute(database, 'PutItem', { TableName: HASH, Item: { a: { S: a }, v: { S: v } } });
const calls = fc.array(randomCall, { minLength: 5, maxLength: 25 });

/** Opens a copy of the folder, as a process would that finds what a killed one left. */
function stateOfCopy(edit: (copy: string) => void = () => undefined): string[] {
  const copy = mkdtempSync(join(tmpdir(), 'evenkeel-copy-'));
  try {
    cpSync(folder, copy, { recursive: true });
    for (const name of readdirSync(copy)) if (name.startsWith('lock-')) rmSync(join(copy, name));
    edit(copy);
    const { database } = open(copy);
    return stateOf(database);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

test('what was acknowledged is there when the process is killed', () => {
  const { database } = open();
  for (const call of TABLES) answerOf(database, call);
  fc.assert(
    fc.property(calls, (list) => {
      for (const call of list) answerOf(database, call);
      expect(stateOfCopy()).toEqual(stateOf(database));
    }),
    { numRuns: 15 },
  );
});

test('a log that was cut anywhere holds the changes before the cut', () => {
  const entries: Entry[] = [];
  const { database } = open();
  for (const call of TABLES) answerOf(database, call);
  for (let n = 0; n < 20; n += 1) put(database, `k${n % 5}`, `value ${n}, 🌍`);
  const log = join(folder, 'log-0');
  const states = new Set<string>([stateOf(new Database({ clock })).join('\n')]);
  const replayed = new Database({ clock });
  for (const line of readFileSync(log, 'utf8').split('\n').slice(1, -1)) {
    const entry = entryOf(line.slice(9));
    entries.push(entry);
    replayed.apply(entry);
    states.add(stateOf(replayed).join('\n'));
  }
  expect(entries).toHaveLength(TABLES.length + 20);
  fc.assert(
    fc.property(fc.nat(statSync(log).size), (bytes) => {
      const state = stateOfCopy((copy) => truncateSync(join(copy, 'log-0'), bytes)).join('\n');
      expect(states.has(state)).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test('a log goes on behind what was cut off', async () => {
  const first = open();
  answerOf(first.database, TABLES[0] ?? ['ListTables', {}]);
  put(first.database, 'a', '1');
  await first.close();
  appendFileSync(join(folder, 'log-0'), '00000000 {"change":"wri');
  const second = open();
  put(second.database, 'b', '2');
  await second.close();
  const third = open();
  expect(stateOf(third.database)).toEqual(stateOf(second.database));
  expect(third.database.table(HASH).itemCount).toBe(2);
  await third.close();
});

test('snapshots replace logs and change nothing', async () => {
  const { database, close } = open(folder, 2_000);
  for (const call of TABLES) answerOf(database, call);
  for (let n = 0; n < 300; n += 1) {
    put(database, `k${n % 50}`, `value ${n}`);
    // Snapshots are written between changes.
    if (n % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  expect(stateOfCopy()).toEqual(stateOf(database));
  await close();
  const names = readdirSync(folder).filter((name) => !name.startsWith('lock-'));
  expect(names).toHaveLength(2);
  expect(names).not.toContain('log-0');
  const again = open();
  expect(stateOf(again.database)).toEqual(stateOf(database));
  await again.close();
});

test('a damaged line with good ones behind it is named, and nothing is changed', async () => {
  const { database, close } = open();
  for (const call of TABLES) answerOf(database, call);
  await close();
  const log = join(folder, 'log-0');
  const content = readFileSync(log, 'utf8').replace('contract-hash', 'contract-hush');
  writeFileSync(log, content);
  expect(() => open()).toThrow(/--persist .*: line 2 of log-0 is damaged; nothing was changed/);
  expect(readFileSync(log, 'utf8')).toBe(content);
});

test('a folder belongs to one process at a time', async () => {
  const first = open();
  expect(() => open()).toThrow(`the folder is in use by process ${process.pid}`);
  await first.close();
  await open().close();
});

test.each([
  ['that is gone', { pid: 2 ** 22 + 1 }],
  ['whose number another one has now', { pid: process.pid, began: '1' }],
])('a lock of a process %s is passed over', async (_, holder) => {
  const before = open();
  await before.close();
  writeFileSync(join(folder, 'lock-7'), JSON.stringify({ host: hostname(), began: '', ...holder }));
  const { close } = open();
  expect(readdirSync(folder).filter((name) => name.startsWith('lock-'))).toEqual(['lock-8']);
  await close();
});

test('a lock of another machine is respected, and it is said how to get rid of it', () => {
  writeFileSync(join(folder, 'lock-3'), JSON.stringify({ pid: 1, host: 'elsewhere', began: '1' }));
  expect(() => open()).toThrow(/in use by process 1 on elsewhere; .*delete .*lock-3/);
});

test("tables of Amazon's are left alone", () => {
  writeFileSync(join(folder, 'shared-local-instance.db'), 'SQLite format 3');
  expect(() => open()).toThrow("the folder holds tables of Amazon's DynamoDB Local; use --database amazon with it");
});

test('a change that cannot be kept is not made', async () => {
  const { database, close } = open();
  answerOf(database, TABLES[0] ?? ['ListTables', {}]);
  put(database, 'a', '1');
  const state = stateOf(database);
  database.keepIn(() => {
    throw new Error('no space left on device');
  });
  expect(() => put(database, 'b', '2')).toThrow('no space left on device');
  expect(stateOf(database)).toEqual(state);
  await close();
});
