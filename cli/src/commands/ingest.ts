import type { Command } from 'commander';
import { withPortfolios } from './command-options';
import type { IngestOptions, Job } from '../operations/ingest';

const DESCRIPTIONS: Readonly<Record<Job, string>> = {
  'warm-up': 'store the whole history, or complete an interrupted warm-up',
  update: 'store the sessions that are missing up to the last finished one',
  audit: 'compare what is stored with what the source says now',
};

/** Adds `evenkeel ingest warm-up|update|audit`. */
export function register(program: Command): void {
  const ingest = program
    .command('ingest')
    .description("the ingestion service's jobs, on the database of the environment");
  add(ingest, 'warm-up').option('--overwrite', 'replace stored bars that differ; old values go to the audit trail');
  add(ingest, 'update').option('--overwrite', 'replace stored bars that differ; old values go to the audit trail');
  add(ingest, 'audit')
    .option('--repair', 'store what the source says where it differs; old values are kept')
    .option('--undo <run>', 'put back what a repair replaced: its run id, or latest');
}

function add(ingest: Command, job: Job): Command {
  return withPortfolios(ingest.command(job).description(DESCRIPTIONS[job]))
    .option('--symbols <list>', 'comma-separated, e.g. QQQ,SQQQ (default: those of the portfolios)')
    .option('--source <name>', 'yahoo, csv or synthetic', 'yahoo')
    .option('--data <folder>', 'folder of SYMBOL.csv files, for --source csv')
    .option('--period <length>', '5d, 1mo, 3mo, 6mo, 1y, 2y, 5y, 10y, ytd or max')
    .option('--from <date>', 'first session, YYYY-MM-DD')
    .option('--to <date>', 'last session, YYYY-MM-DD')
    .option('--stage <name>', "stage in the tables' names", 'dev')
    .option('--profile <name>', 'AWS profile')
    .option('--json <file>', 'write the summary as JSON, - for standard output')
    .action(async (options: IngestOptions) => {
      const { ingest: run } = await import('../operations/ingest');
      await run(job, options);
    });
}
