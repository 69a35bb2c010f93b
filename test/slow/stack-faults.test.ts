import { readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { CreateTableCommand, DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { parseSessionDate, sessionsBetween } from '@evenkeel/domain/calendar';
import { declaredTables } from '../../cli/src/stack/tables';
import { runCommand, type RunningCommand } from '../support/running-command';
import { smallFolders } from '../support/small-folders';
import { commandStarter } from '../support/started-commands';

const PATIENCE = 300_000;
const SESSIONS = sessionsBetween(parseSessionDate('2024-01-02'), parseSessionDate('2024-06-28'));
const DATABASE = /embedded-database\.mjs|DynamoDBLocal\.jar/;
const start = commandStarter();
const folders = smallFolders(SESSIONS);
let folder: string;
let persist: string;

beforeEach(() => {
  ({ prices: folder, persist } = folders());
});

const up = (...args: string[]): string[] => [
  ...['up', '--source', 'csv', '--data', folder, '--portfolio', join(folder, 'small.json'), '--port', '0'],
  ...args,
];

/** The process of `command` whose folder or arguments match, as soon as there is one. */
async function childOf(command: RunningCommand, what: RegExp): Promise<number> {
  for (;;) {
    const found = command.survivors().find((pid) => what.test(describeProcess(pid)));
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function describeProcess(pid: number): string {
  try {
    return `${readlinkSync(`/proc/${pid}/cwd`)} ${readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')}`;
  } catch {
    // It has just ended.
    return '';
  }
}

test(
  'kill -9 of a service under a running system: one line says which, everything ends, the exit status tells',
  async () => {
    const command = start(up('--persist', persist));
    await command.line(/Ctrl-C stops everything/);
    const second = await start(up('--persist', persist)).ended;
    expect(second.stderr).toMatch(/^evenkeel: --persist .*: the folder is in use by process \d+; [^\n]+\n$/);
    expect(second.code).toBe(2);
    process.kill(await childOf(command, /services\/strategy .*serverless\.js/), 'SIGKILL');
    const { code, stderr } = await command.ended;
    expect(stderr).toBe('evenkeel: the strategy service has ended (SIGKILL)\n');
    expect(code).toBe(1);
    expect(await command.survivorsAfter(5000)).toEqual([]);
  },
  PATIENCE,
);

test(
  'what the stream gave up waits in a queue, which a replay from another terminal works in once the reason is mended',
  async () => {
    const command = start(up('--as-of', '2024-05-31'));
    const line = await command.line(/ replay$/);
    await command.line(/Ctrl-C stops everything/);
    const env: Record<string, string> = {};
    for (const [, name = '', url = ''] of line.matchAll(/(AWS_ENDPOINT_URL_\w+)=(\S+)/g)) env[name] = url;
    const client = new DynamoDBClient({
      endpoint: env['AWS_ENDPOINT_URL_DYNAMODB'] ?? '',
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    const [views] = declaredTables('dev').filter(({ TableName }) => TableName === 'evenkeel-dev-Strategy');
    if (views === undefined) throw new Error('no table of views is declared');
    await client.send(new DeleteTableCommand({ TableName: views.TableName }));
    const update = ['ingest', 'update', '--source', 'csv', '--data', folder, '--symbols', 'AAA,BBB,SPY'];
    expect((await runCommand(update, { env })).code).toBe(0);
    expect(await command.line(/given up/)).toMatch(
      /^stream: \d+ record\(s\) .* given up after \d+ attempts at evenkeel-strategy-dev-recompute: .*replay them$/,
    );

    const early = await runCommand(['replay'], { env });
    expect(early.stderr).toMatch(
      /^evenkeel: \d+ messages? left in the queue, for the rebuild has failed: .*small: .*\n$/,
    );
    expect(early.code).toBe(1);
    await client.send(new CreateTableCommand(views));
    client.destroy();
    const replayed = await runCommand(['replay'], { env });
    expect(replayed).toMatchObject({ code: 0, stderr: '' });
    expect(replayed.stdout).toMatch(
      /^\S+: \d+ records? of (AAA|BBB|SPY).*, from 2024-06-03 on, given up .* UTC \(RetryAttemptsExhausted, \d+ calls\)\n[^]*Rebuilt small; \d+ messages? replayed and removed\.\n$/,
    );
    await command.line(/as of session 2024-06-28/);
    command.signalGroup('SIGINT');
    expect((await command.ended).code).toBe(0);
  },
  PATIENCE,
);

test(
  'kill -9 of the database while everything starts is told as that, whatever failed to reach it',
  async () => {
    const command = start(up());
    await command.line(/^Database http/);
    process.kill(await childOf(command, DATABASE), 'SIGKILL');
    const { code, stderr } = await command.ended;
    expect(stderr).toMatch(/^evenkeel: (the embedded database|DynamoDB Local) has ended \(SIGKILL\)\n$/);
    expect(code).toBe(1);
    expect(await command.survivorsAfter(5000)).toEqual([]);
  },
  PATIENCE,
);

test(
  'Ctrl-C ends a start that a hanging service would keep up for ever; a second one does not wait for it',
  async () => {
    const patient = start(up());
    await patient.line(/^Database http/);
    process.kill(await childOf(patient, /services\/query .*serverless\.js/), 'SIGSTOP');
    patient.signal('SIGINT');
    const { code, stdout, stderr } = await patient.ended;
    expect(stdout).toMatch(/^SIGINT: stopping$/m);
    expect(stderr).toBe('');
    expect(code).toBe(1);
    expect(await patient.survivorsAfter(5000)).toEqual([]);

    const hurried = start(up());
    await hurried.line(/^Database http/);
    process.kill(await childOf(hurried, DATABASE), 'SIGSTOP');
    hurried.signal('SIGINT');
    await hurried.line(/^SIGINT: stopping$/);
    hurried.signal('SIGINT');
    expect(await hurried.ended).toMatchObject({ code: 1, stderr: '' });
    expect(await hurried.survivorsAfter(5000)).toEqual([]);
  },
  PATIENCE,
);

test(
  'with --once no address is printed, for nobody answers there any more',
  async () => {
    const { code, stdout } = await start(up('--once')).ended;
    expect(stdout).toContain('Portfolio small, as of session 2024-06-28');
    expect(stdout).not.toMatch(/https?:/);
    expect(code).toBe(0);
  },
  PATIENCE,
);
