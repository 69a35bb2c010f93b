import { lookForRuntime } from '../../cli/src/stack/database/runtime';
import { DATABASE_VARIABLE } from './database-choice';

/**
 * Jest runs this once before the tests that use a database: they use Amazon's DynamoDB Local where Java 17 or Docker can run it, else
 * the embedded one. `EVENKEEL_TEST_DATABASE=embedded` takes that one in any case.
 */
export default async function chooseDatabase(): Promise<void> {
  if (process.env[DATABASE_VARIABLE] !== undefined) return;
  const runtime = await lookForRuntime(process.env);
  process.env[DATABASE_VARIABLE] = typeof runtime === 'string' ? 'embedded' : 'amazon';
  if (typeof runtime === 'string') process.stderr.write(`tests run on the embedded database: ${runtime}\n`);
}
