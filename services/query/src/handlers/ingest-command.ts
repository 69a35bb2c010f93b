import type { Environment } from '@evenkeel/runtime/environment';

/** The command line of an ingestion job that works on the tables that the service reads, e.g. `update` for QQQ. */
export type IngestCommand = (job: 'warm-up' | 'update' | 'audit', symbol: string, more?: string) => string;

/** Commands for the stage, the database and the price source of the environment. */
export function ingestCommand(environment: Environment): IngestCommand {
  const said = (name: string): string | undefined => environment[name] || undefined;
  const endpoint = said('AWS_ENDPOINT_URL_DYNAMODB');
  const stage = said('EVENKEEL_STAGE') ?? 'dev';
  const options = [
    ['source', said('EVENKEEL_SOURCE')],
    ['data', said('EVENKEEL_DATA')],
    ['stage', stage === 'dev' ? undefined : stage],
  ].flatMap(([name, value]) => (value === undefined ? [] : [` --${name} ${value}`]));
  const before = endpoint === undefined ? '' : `AWS_ENDPOINT_URL_DYNAMODB=${endpoint} `;
  return (job, symbol, more = '') =>
    `${before}npx evenkeel ingest ${job} --symbols ${symbol}${more}${options.join('')}`;
}
