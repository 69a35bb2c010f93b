import { AppError } from '@evenkeel/domain';
import { holdsEmbeddedTables } from '@evenkeel/embedded/persistence';
import { findDatabaseRuntime, startDynamoDbLocal } from './amazon';
import { startEmbeddedDatabase } from './embedded';
import type { LocalDatabase } from './local-database';
import { type DatabaseRuntime, lookForRuntime } from './runtime';

/** What `--database` may say. */
export const DATABASES = ['auto', 'amazon', 'embedded'] as const;
export type DatabaseOption = (typeof DATABASES)[number];

/** Which database it is to be, and what runs it or why it is not Amazon's. */
export type DatabaseChoice =
  { readonly kind: 'amazon'; readonly runtime: DatabaseRuntime } | { readonly kind: 'embedded'; readonly why: string };

/** @throws AppError `bad-input` for a database that there is not */
export function parseDatabase(text: string): DatabaseOption {
  const option = DATABASES.find((each) => each === text);
  if (option !== undefined) return option;
  throw new AppError('bad-input', `--database: there is no database "${text}"; choose ${DATABASES.join(', ')}`);
}

/**
 * Decides which database runs: with `auto` Amazon's where something can run it, else our own; a folder with tables in it keeps its
 * kind.
 * @throws AppError `environment` when Amazon's was asked for and nothing here can run it
 */
export async function chooseDatabase(
  option: DatabaseOption,
  persist: string | undefined,
  env: NodeJS.ProcessEnv,
): Promise<DatabaseChoice> {
  if (option === 'embedded') return { kind: 'embedded', why: 'as you asked' };
  if (option === 'amazon') return { kind: 'amazon', runtime: await findDatabaseRuntime(env) };
  if (persist !== undefined && holdsEmbeddedTables(persist))
    return { kind: 'embedded', why: `${persist} holds its tables` };
  const runtime = await lookForRuntime(env);
  return typeof runtime === 'string' ? { kind: 'embedded', why: runtime } : { kind: 'amazon', runtime };
}

/** e.g. `DynamoDB Local (Java 17.0.15)`. */
export function nameOf(choice: DatabaseChoice): string {
  if (choice.kind === 'embedded') return `the embedded database (${choice.why})`;
  const { kind, version } = choice.runtime;
  return `DynamoDB Local (${kind === 'java' ? 'Java' : 'Docker'} ${version})`;
}

/** Starts the database of choice. @throws AppError as the two do */
export function startDatabase(choice: DatabaseChoice, persist: string | undefined): Promise<LocalDatabase> {
  return choice.kind === 'amazon'
    ? startDynamoDbLocal({ persist, runtime: choice.runtime })
    : startEmbeddedDatabase(persist);
}
