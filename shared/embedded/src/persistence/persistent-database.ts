import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { StoreError } from '../errors';
import { Database, type DatabaseOptions } from '../store/database';
import { FolderError, textOf } from './folder-error';
import { takeFolder } from './folder-lock';
import { entryOf } from './kept-entry';
import { LineFile, readLines, syncFolder } from './line-file';
import { loadSnapshot, snapshotLines } from './snapshot';

/** A database that is kept in a folder. */
export interface PersistentDatabase {
  readonly database: Database;
  /** Puts everything on the disk and gives the folder back. */
  close(): Promise<void>;
}

export interface PersistenceOptions extends DatabaseOptions {
  /** The option that names the folder, for errors. Default `--persist FOLDER`. */
  readonly what?: string;
  /** A log larger than this, and than twice the snapshot before it, is made into a snapshot. Default 32 MB. */
  readonly logBytes?: number;
}

/** The first line of every file. */
const FORMAT = JSON.stringify({ format: 'evenkeel-embedded', version: 1 });
const FILE = /^(log|snapshot)-(\d+)$/;
/** Where Amazon's DynamoDB Local keeps its tables. */
const AMAZONS = 'shared-local-instance.db';
const LOG_BYTES = 32 * 1024 * 1024;
/** What was acknowledged is on the disk so many ms later. */
const SYNC_MS = 100;

/** Whether a folder holds tables of this store. */
export function holdsEmbeddedTables(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).some((name) => FILE.test(name));
}

/** Whether a folder holds tables of Amazon's DynamoDB Local. */
export function holdsAmazonsTables(folder: string): boolean {
  return existsSync(join(folder, AMAZONS));
}

/**
 * Opens the database that is kept in `folder`, or begins one there. Every change is a line of `log-N` before it is acknowledged,
 * so that a process that is killed loses none; the disk has it 100 ms later, so that a power cut may cost the last of them. A
 * `snapshot-N` is the state from which `log-N` goes on.
 * @throws FolderError `unusable` when another process has the folder or another program's tables are in it, `damaged` naming the
 * file and line that is damaged
 */
export function openPersistentDatabase(folder: string, options: PersistenceOptions): PersistentDatabase {
  const path = resolve(folder);
  const what = options.what ?? `--persist ${folder}`;
  if (holdsAmazonsTables(path) && !holdsEmbeddedTables(path)) {
    throw new FolderError(
      'unusable',
      `${what}: the folder holds tables of Amazon's DynamoDB Local; use --database amazon with it, or choose another folder`,
    );
  }
  const lock = takeFolder(path, what);
  try {
    const keeper = new Keeper(path, what, options);
    return {
      database: keeper.database,
      close: async () => {
        await keeper.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

class Keeper {
  readonly database: Database;
  private number: number;
  private log: LineFile;
  private snapshotBytes = 0;
  private syncing: NodeJS.Timeout | undefined;
  private compacting: Promise<unknown> | undefined;

  constructor(
    private readonly folder: string,
    private readonly what: string,
    private readonly options: PersistenceOptions,
  ) {
    const { database, number, goodBytes } = this.recover();
    this.database = database;
    this.number = number;
    this.log = this.openLog(number, goodBytes);
    this.database.keepIn((entry) => this.keep(JSON.stringify(entry)));
  }

  async close(): Promise<void> {
    await this.compacting;
    clearTimeout(this.syncing);
    this.log.close();
  }

  private keep(text: string): void {
    try {
      this.log.append(text);
    } catch (error) {
      const message = `${this.what}: the change cannot be kept (${textOf(error)}), so it was not made; free some room or check the disk`;
      throw new StoreError('InternalServerError', message, {}, 500);
    }
    this.syncing ??= setTimeout(() => {
      this.syncing = undefined;
      this.log.sync();
    }, SYNC_MS).unref();
    const largest = Math.max(this.options.logBytes ?? LOG_BYTES, 2 * this.snapshotBytes);
    if (this.log.bytes > largest && this.compacting === undefined) {
      this.compacting = this.compact()
        // The logs go on: nothing is lost, they only take more room.
        .catch((error: unknown) => process.stderr.write(`${this.what}: no snapshot (${textOf(error)})\n`))
        .then(() => (this.compacting = undefined));
    }
  }

  /** Goes on in a new log, writes the state at its beginning beside it, and drops the files that these two replace. */
  private async compact(): Promise<void> {
    const number = this.number + 1;
    // This change is in the old log and not yet made: it has to be in the snapshot.
    await Promise.resolve();
    const lines = snapshotLines(this.database);
    const first = lines.next().value;
    const before = this.log;
    this.log = this.openLog(number, 0);
    this.number = number;
    before.close();
    this.snapshotBytes = await this.writeSnapshot(number, first === undefined ? [] : [first], lines);
    for (const name of readdirSync(this.folder)) {
      if (FILE.test(name) && numberOf(name) < number) rmSync(this.pathOf(name));
    }
  }

  private async writeSnapshot(number: number, ...parts: readonly Iterable<string>[]): Promise<number> {
    const draft = this.pathOf('snapshot-draft');
    const snapshot = new LineFile(draft);
    snapshot.append(FORMAT);
    for (const lines of parts) {
      for (const line of lines) {
        snapshot.append(line);
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    snapshot.close();
    renameSync(draft, this.pathOf(`snapshot-${number}`));
    syncFolder(this.folder);
    return snapshot.bytes;
  }

  private openLog(number: number, goodBytes: number): LineFile {
    const log = new LineFile(this.pathOf(`log-${number}`), goodBytes);
    if (goodBytes === 0) log.append(FORMAT);
    syncFolder(this.folder);
    return log;
  }

  /** The newest whole snapshot, and the logs from there on. */
  private recover(): { database: Database; number: number; goodBytes: number } {
    const names = readdirSync(this.folder).filter((name) => FILE.test(name));
    const snapshots = names.filter((name) => name.startsWith('snapshot')).map(numberOf);
    const newest = Math.max(0, ...snapshots);
    const database = new Database(this.options);
    if (newest > 0) {
      const { lines, goodBytes } = this.read(`snapshot-${newest}`);
      if (!loadSnapshot(database, lines)) throw this.damaged(`snapshot-${newest}`, lines.length + 2);
      this.snapshotBytes = goodBytes;
    }
    const logs = names
      .filter((name) => name.startsWith('log') && numberOf(name) >= newest)
      .sort((a, b) => numberOf(a) - numberOf(b));
    let goodBytes = 0;
    for (const name of logs) {
      const read = this.read(name);
      // Only the last one can have been cut short by a kill.
      if (read.isTorn && name !== logs.at(-1)) throw this.damaged(name, read.lines.length + 2);
      for (const line of read.lines) database.apply(entryOf(line));
      goodBytes = read.goodBytes;
    }
    return { database, number: logs.length > 0 ? numberOf(logs.at(-1) ?? '') : newest, goodBytes };
  }

  /** The lines of a file behind its first. */
  private read(name: string): { lines: readonly string[]; goodBytes: number; isTorn: boolean } {
    const { lines, goodBytes, isTorn, damagedLine } = readLines(this.pathOf(name));
    if (damagedLine !== undefined) throw this.damaged(name, damagedLine);
    const [format, ...rest] = lines;
    if (format === undefined || format === FORMAT) return { lines: rest, goodBytes, isTorn };
    throw new FolderError(
      'damaged',
      `${this.what}: ${name} was written by another version; use that one, or choose another folder`,
    );
  }

  private damaged(name: string, line: number): FolderError {
    return new FolderError(
      'damaged',
      `${this.what}: line ${line} of ${name} is damaged; nothing was changed: restore the folder from a copy, or choose another one`,
    );
  }

  private pathOf(name: string): string {
    return join(this.folder, name);
  }
}

function numberOf(name: string): number {
  return Number(FILE.exec(name)?.[2] ?? 0);
}
