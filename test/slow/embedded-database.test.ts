import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DescribeTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { parseSessionDate, sessionsBetween } from '@evenkeel/domain/calendar';
import { pathWithout } from '../support/path-without';
import { smallFolders } from '../support/small-folders';
import { commandStarter } from '../support/started-commands';

const PATIENCE = 300_000;
const SESSIONS = sessionsBetween(parseSessionDate('2023-01-03'), parseSessionDate('2024-06-28'));
const start = commandStarter();
const folders = smallFolders(SESSIONS);
let folder: string;
let persist: string;

beforeEach(() => {
  ({ prices: folder, persist } = folders());
});

function clientOf(endpoint = ''): DynamoDBClient {
  return new DynamoDBClient({ endpoint, region: 'embedded', credentials: { accessKeyId: 'x', secretAccessKey: 'x' } });
}

const up = (...args: string[]): string[] => [
  ...['up', '--source', 'csv', '--data', folder, '--portfolio', join(folder, 'small.json'), '--port', '0'],
  ...args,
];

test(
  'with neither Java nor Docker the system runs on Node alone, and says so in one line',
  async () => {
    const command = start(up('--once', '--database', 'auto'), {
      env: { PATH: pathWithout(join(folder, 'bin'), ['java', 'docker']), JAVA_HOME: '' },
    });
    const { code, stdout } = await command.ended;
    expect(stdout).toMatch(
      /^Starting the embedded database \(no java on the PATH; no docker on the PATH\) and the services$/m,
    );
    expect(stdout).toContain('Portfolio small, as of session 2024-06-28');
    expect(code).toBe(0);
    expect(await command.survivorsAfter(10_000)).toEqual([]);
  },
  PATIENCE,
);

test(
  'what it was told is there again after kill -9 of everything; meanwhile the folder is its own',
  async () => {
    const first = start(up('--database', 'embedded', '--persist', persist));
    const endpoint = /http:\S+[0-9]/.exec(await first.line(/^Database http/))?.[0];
    await first.line(/Ctrl-C stops everything/);
    const client = clientOf(endpoint);
    const TableName = 'evenkeel-dev-PriceHistory';
    // A second one is refused in one line.
    const second = start(up('--database', 'embedded', '--persist', persist));
    const refusal = await second.ended;
    expect(refusal.stderr).toMatch(/^evenkeel: --persist .*: the folder is in use by process \d+; [^\n]+\n$/);
    expect(refusal.code).toBe(2);
    await client.send(
      new PutItemCommand({ TableName, Item: { ticker: { S: 'ZZZ' }, timestamp: { S: '2024-06-28' } } }),
    );
    const { Table } = await client.send(new DescribeTableCommand({ TableName }));
    for (const pid of first.survivors()) process.kill(pid, 'SIGKILL');
    await first.ended;
    client.destroy();
    const third = start(up('--database', 'embedded', '--persist', persist));
    const again = clientOf(/http:\S+[0-9]/.exec(await third.line(/^Database http.*tables found/))?.[0]);
    expect((await again.send(new DescribeTableCommand({ TableName }))).Table?.ItemCount).toBe(Table?.ItemCount);
    again.destroy();
    await third.line(/Portfolio small, as of session 2024-06-28/);
    third.signalGroup('SIGINT');
    await third.ended;
    expect(await third.survivorsAfter(10_000)).toEqual([]);
    expect(readdirSync(persist).filter((name) => name.startsWith('lock-'))).toEqual([]);
  },
  PATIENCE,
);
