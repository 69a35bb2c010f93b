import { startTestDatabase, type StageTables, type TestDatabase } from '../support/test-database';
import { faultyClients, mulberry32, randomFaults } from '../support/dynamo-faults';
import { contentsOf, prepare, runJob, SCENARIOS, tickersOf, type Scenario } from '../support/fault-scenarios';
import { bundleJobProcess, runAndKill } from '../support/killed-job';
import { streamOf } from '../support/price-stream';
import { openJobTables } from '@evenkeel/ingestion/jobs';

/** Promise 1 by brute force: processes killed at random moments, faults at random calls. */
const KILLS = Number(process.env['KILL_TRIALS'] ?? 210);
const STORMS = Number(process.env['FAULT_TRIALS'] ?? 60);
let database: TestDatabase;
let stage: StageTables;
const undisturbed = new Map<Scenario, readonly unknown[]>();
const random = mulberry32(20_240_628);

beforeAll(async () => {
  database = await startTestDatabase();
  stage = await database.createTables('kill', { streams: true });
  await bundleJobProcess();
  for (const scenario of SCENARIOS) {
    const tickers = tickersOf(`CALM${scenario.slice(0, 1).toUpperCase()}`);
    await prepare(scenario, stage.jobs, tickers);
    await runJob(scenario, stage.jobs, tickers);
    undisturbed.set(scenario, await contentsOf(stage.jobs, tickers));
  }
});
afterAll(() => database.stop());

const scenarioOf = (trial: number): Scenario => SCENARIOS[trial % SCENARIOS.length] ?? 'warm-up';

test(`${KILLS} jobs killed with SIGKILL: the next run leaves what an undisturbed one would`, async () => {
  const tally = { killed: 0, finished: 0 };
  // How long a job lives when nobody kills it: the moments are drawn from all of that, to its very end.
  const life = new Map<Scenario, number>();
  for (const scenario of SCENARIOS) {
    const tickers = tickersOf(`L${scenario.slice(0, 1).toUpperCase()}`);
    await prepare(scenario, stage.jobs, tickers);
    life.set(scenario, (await runAndKill(database.endpoint, stage.stage, scenario, tickers, 600_000)).lived);
  }
  for (let trial = 0; tally.killed < KILLS; trial += 1) {
    const scenario = scenarioOf(trial);
    const tickers = tickersOf(`K${trial}`);
    await prepare(scenario, stage.jobs, tickers);
    const { killed } = await runAndKill(
      database.endpoint,
      stage.stage,
      scenario,
      tickers,
      random() * (life.get(scenario) ?? Number.NaN),
    );
    if (killed) tally.killed += 1;
    else tally.finished += 1;
    expect((await runJob(scenario, stage.jobs, tickers)).failed).toEqual([]);
    expect(await contentsOf(stage.jobs, tickers)).toEqual(undisturbed.get(scenario));
  }
  process.stdout.write(
    `kill trials: ${tally.killed} killed, ${tally.finished} were faster than their kill; all tables equal\n`,
  );
});

test(`${STORMS} jobs under random throttling, internal errors and lost acknowledgements`, async () => {
  let broken = 0;
  for (let trial = 0; trial < STORMS; trial += 1) {
    const scenario = scenarioOf(trial);
    const tickers = tickersOf(`S${trial}`);
    await prepare(scenario, stage.jobs, tickers);
    const clients = faultyClients(database.endpoint, randomFaults(trial, 0.15 + 0.35 * random()));
    const tables = openJobTables(clients, stage.names);
    const outcome = await runJob(scenario, tables, tickers, 1_500).catch(() => undefined);
    clients.destroy();
    if (outcome === undefined || outcome.failed.length > 0) broken += 1;
    await stage.dropLease();
    expect((await runJob(scenario, stage.jobs, tickers)).failed).toEqual([]);
    expect(await contentsOf(stage.jobs, tickers)).toEqual(undisturbed.get(scenario));
  }
  process.stdout.write(
    `fault trials: ${STORMS}, of which ${broken} failed and were completed by the next run; all tables equal\n`,
  );
});

test('the stream has delivered each stored bar, and each symbol ended with one that wakes the strategy', async () => {
  const records = await streamOf(database.clients.client, database.endpoint, stage.names.priceHistory);
  const delivered = new Map(records.map((record) => [`${record.ticker} ${record.session}`, record.close]));
  const items = await stage.scan(stage.names.priceHistory);
  for (const item of items) {
    expect(delivered.get(`${item.ticker?.S} ${item.timestamp?.S}`)).toBe(item.close?.N);
  }
  const last = new Map(records.map((record) => [record.ticker, record]));
  expect([...last.values()].filter(({ bulk }) => bulk)).toEqual([]);
  process.stdout.write(`stream: ${records.length} records delivered all ${items.length} stored bars\n`);
});
