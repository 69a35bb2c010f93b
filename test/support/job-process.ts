import { parseTicker } from '@evenkeel/domain/prices';
import { createDynamoClients } from '@evenkeel/dynamo/requests';
import { jobTableNames, openJobTables } from '@evenkeel/ingestion/jobs';
import { runJob, SCENARIOS } from './fault-scenarios';

/** A job in a process of its own, to be killed: `node job-process.mjs ENDPOINT STAGE SCENARIO TICKER,TICKER`. */
const [endpoint = '', stage = '', wanted = '', symbols = ''] = process.argv.slice(2);
const scenario = SCENARIOS.find((each) => each === wanted);
if (scenario === undefined) throw new Error(`no scenario "${wanted}"`);
const tables = openJobTables(createDynamoClients({ endpoint }), jobTableNames(stage));
process.stdout.write('begun\n');
const summary = await runJob(
  scenario,
  tables,
  symbols.split(',').map((symbol) => parseTicker(symbol)),
);
process.stdout.write(`${JSON.stringify(summary)}\n`);
