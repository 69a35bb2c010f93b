import { ingestCommand } from '../../../../services/query/src/handlers/ingest-command';

describe('the command that has ingestion do something', () => {
  it('works on the deployed stage that it was read from', () => {
    expect(ingestCommand({ EVENKEEL_STAGE: 'prod' })('update', 'QQQ')).toBe(
      'npx evenkeel ingest update --symbols QQQ --stage prod',
    );
    expect(ingestCommand({})('warm-up', 'QQQ', ' --overwrite')).toBe(
      'npx evenkeel ingest warm-up --symbols QQQ --overwrite',
    );
  });

  it('works on the local database, with the prices of the local stack', () => {
    const environment = {
      AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:8000',
      EVENKEEL_STAGE: 'dev',
      EVENKEEL_SOURCE: 'csv',
      EVENKEEL_DATA: '/data',
    };
    expect(ingestCommand(environment)('update', 'QQQ')).toBe(
      'AWS_ENDPOINT_URL_DYNAMODB=http://127.0.0.1:8000 npx evenkeel ingest update --symbols QQQ --source csv --data /data',
    );
  });
});
