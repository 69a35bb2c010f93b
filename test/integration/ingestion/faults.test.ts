import { openJobTables } from '@evenkeel/ingestion/jobs';
import { type StageTables, startTestDatabase, type TestDatabase } from '../../support/test-database';
import { faultyClients, randomFaults, type Fault, type FaultPlan } from '../../support/dynamo-faults';
import { bundleJobProcess, runAndKill } from '../../support/killed-job';
import { contentsOf, prepare, runJob, tickersOf, type Scenario } from '../../support/fault-scenarios';

/**
 * Promise 1: after the retries the tables hold what an undisturbed run would have left. One scenario here;
 * `test/slow/kill.test.ts` goes through all of them, many times.
 */
const HERE: readonly Scenario[] = ['catch-up'];
let database: TestDatabase;
let stage: StageTables;
const undisturbed = new Map<Scenario, readonly unknown[]>();
beforeAll(async () => {
  database = await startTestDatabase();
  stage = await database.createTables('faults');
  for (const scenario of HERE) {
    const tickers = tickersOf(`CALM${scenario.slice(0, 1).toUpperCase()}`);
    await prepare(scenario, stage.jobs, tickers);
    expect((await runJob(scenario, stage.jobs, tickers)).failed).toEqual([]);
    undisturbed.set(scenario, await contentsOf(stage.jobs, tickers));
  }
});
afterAll(() => database.stop());

let trials = 0;

/** Runs a scenario under faults, again in calm weather, and compares. */
async function survive(scenario: Scenario, plan: FaultPlan): Promise<void> {
  const tickers = tickersOf(`X${(trials += 1)}`);
  await prepare(scenario, stage.jobs, tickers);
  const clients = faultyClients(database.endpoint, plan);
  await runJob(scenario, openJobTables(clients, stage.names), tickers, 1_000).catch(() => undefined);
  clients.destroy();
  await stage.dropLease();
  expect((await runJob(scenario, stage.jobs, tickers)).failed).toEqual([]);
  expect(await contentsOf(stage.jobs, tickers)).toEqual(undisturbed.get(scenario));
}

describe.each(HERE)('%s', (scenario) => {
  test.each([1])('survives faults on any call, dice %i', async (seed) => {
    await survive(scenario, randomFaults(seed, 0.25));
  });

  test('survives a table that fails for good half-way', async () => {
    let calls = 0;
    await survive(scenario, { fate: () => ((calls += 1) > 12 ? 'internal-error' : undefined) });
  });

  test.each<Fault>(['throttled', 'lost', 'cancelled'])(
    'survives the first answer of each kind of call being %s',
    async (fault) => {
      const seen = new Set<string>();
      await survive(scenario, {
        fate: (operation) => {
          if (seen.has(operation) || (fault === 'cancelled' && operation !== 'TransactWriteItemsCommand'))
            return undefined;
          seen.add(operation);
          return fault;
        },
      });
      expect(seen).toContain('TransactWriteItemsCommand');
    },
  );
});

test.each(HERE)('a %s that is killed is completed by the next run', async (scenario) => {
  await bundleJobProcess();
  const tickers = tickersOf(`K${scenario.slice(0, 1).toUpperCase()}`);
  await prepare(scenario, stage.jobs, tickers);
  await runAndKill(database.endpoint, stage.stage, scenario, tickers, 60);
  expect((await runJob(scenario, stage.jobs, tickers)).failed).toEqual([]);
  expect(await contentsOf(stage.jobs, tickers)).toEqual(undisturbed.get(scenario));
});
