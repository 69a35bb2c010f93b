import { AppError } from '@evenkeel/domain';
import { deliver } from '../files/output';
import { createTerminal, type Style } from '../terminal/terminal';
import { inspectMachine, type Verdict } from './findings';

const STYLES: Readonly<Record<Verdict, Style>> = { ok: 'green', note: 'yellow', lack: 'red' };

/**
 * Prints what this machine has and what to do about each lack.
 * @throws AppError `failed` when something is lacking that the product cannot do without
 */
export async function doctor(options: { readonly json?: string | undefined; readonly port: string }): Promise<void> {
  const port = Number(options.port);
  if (!/^\d+$/.test(options.port) || port > 65_535) {
    throw new AppError('bad-input', `--port: "${options.port}" is not a port; write a number up to 65535`);
  }
  const findings = await inspectMachine(port, process.env);
  const terminal = createTerminal(options.json === '-' ? 'stderr' : 'stdout');
  if (options.json !== undefined)
    await deliver([{ path: options.json, text: JSON.stringify({ findings }, null, 2) }], terminal);
  if (options.json !== '-') {
    for (const { what, verdict, found, remedy } of findings) {
      terminal.say(`${terminal.paint(STYLES[verdict], verdict.padEnd(4))}  ${what.padEnd(16)} ${found}`);
      if (remedy !== undefined) terminal.say(`      ${' '.repeat(16)} -> ${remedy}`);
    }
  }
  const lacks = findings.filter(({ verdict }) => verdict === 'lack');
  if (lacks.length === 0) return;
  throw new AppError(
    'failed',
    `this machine lacks ${lacks.map(({ what }) => what).join(', ')}; the lines above say what to do`,
  );
}
