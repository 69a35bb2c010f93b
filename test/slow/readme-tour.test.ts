import { spawn } from 'node:child_process';
import { HOME } from '../support/repository';
import { readmeCommands, readmeTranscripts } from '../support/readme';
import { commandStarter } from '../support/started-commands';

const PATIENCE = 300_000;
const start = commandStarter();
const commands = readmeCommands();

/** Runs a line in the root of the project. */
async function run(line: string): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn('bash', ['-c', line], { cwd: HOME, stdio: ['ignore', 'pipe', 'pipe'] });
  const streams = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (streams.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (streams.stderr += chunk.toString()));
  const code = await new Promise<number | null>((settle) => child.once('close', settle));
  return { code, ...streams };
}

test(
  'the tour of the README: the system on the samples, and beside it every line as printed but for the ports',
  async () => {
    const [options = ''] = commands.flatMap((line) => /^npm start -- (.+)$/.exec(line)?.[1] ?? []);
    const up = start([...options.split(' '), '--port', '0'], { npm: true });
    await up.line(/^Ctrl-C/);
    const printed = up.output().split('\n');
    const shown = readmeTranscripts().find(([first]) => first?.startsWith('Portfolio '));
    expect(shown?.length).toBeGreaterThan(6);
    expect(shown?.filter((line) => !printed.includes(line))).toEqual([]);

    const pagePort = /:(\d+)\/$/.exec(await up.line(/^Dashboard/))?.[1] ?? '';
    const databasePort = /AWS_ENDPOINT_URL_DYNAMODB=\S+:(\d+)/.exec(await up.line(/ingest update/))?.[1] ?? '';
    const here = (line: string) => line.replace('PORT', databasePort).replace(':4860', `:${pagePort}`);
    const address = commands.find((line) => line.startsWith('export ')) ?? '';
    const tour = commands.filter((line) => /^(npx evenkeel (ingest|export)|curl) /.test(line));
    expect(tour).toHaveLength(4);
    const answers: string[] = [];
    const warnings: string[] = [];
    for (const line of tour) {
      const { code, stdout, stderr } = await run(
        `${here(address)}; ${here(line).replace(/^curl /, 'curl --fail --silent ')}`,
      );
      expect({ line, code }).toEqual({ line, code: 0 });
      answers.push(stdout);
      warnings.push(stderr);
    }
    const [ingested = '', exported = '', prices = '', view = ''] = answers;
    expect(ingested).toContain('complete');
    expect(warnings[tour.findIndex((line) => line.includes('ingest'))]).toContain('SYNTHETIC prices');
    expect(exported.trimEnd().split('\n')).toHaveLength(1 + 505);
    expect(JSON.parse(prices)).toMatchObject({ asOf: '2021-06-30' });
    expect(JSON.parse(view)).toMatchObject({ portfolio: 'classic', asOf: '2021-06-30', synthetic: true });

    up.signalGroup('SIGINT');
    const { code } = await up.ended;
    expect({ code, lastWords: up.output().trimEnd().split('\n').slice(-2) }).toMatchObject({ code: 0 });
    expect(up.survivors()).toEqual([]);
  },
  PATIENCE,
);
