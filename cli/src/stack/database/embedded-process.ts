import { messageOf } from '@evenkeel/domain';
import { Database, expireItems } from '@evenkeel/embedded';
import { openPersistentDatabase, type PersistentDatabase } from '@evenkeel/embedded/persistence';
import { serve } from '@evenkeel/embedded/server';
import type { FirstLine } from './embedded';
import { asAppError } from './folder';

/** DynamoDB takes away what has ended within days; a minute is soon enough here too. */
const EXPIRE_EVERY_MS = 60_000;

const [folder] = process.argv.slice(2);
try {
  await run(folder);
} catch (error) {
  const refusal = asAppError(error);
  say({ refused: { code: refusal?.code ?? 'failed', message: messageOf(error) } });
  process.exitCode = 1;
}

async function run(persist: string | undefined): Promise<void> {
  const kept = persist === undefined ? inMemory() : openPersistentDatabase(persist, { clock: Date.now });
  const { database } = kept;
  const server = await serve(database);
  setInterval(() => expireItems(database), EXPIRE_EVERY_MS).unref();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      void server
        .stop()
        .then(() => kept.close())
        .finally(() => process.exit(0));
    });
  }
  say({ endpoint: server.endpoint });
}

function inMemory(): PersistentDatabase {
  return { database: new Database({ clock: Date.now }), close: () => Promise.resolve() };
}

function say(line: FirstLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
