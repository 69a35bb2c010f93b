import { AppError } from '@evenkeel/domain';
import { doctorPage } from '@evenkeel/report/pages';
import { writeArtifacts } from '../files/output';
import { linesFor } from '../terminal/page';
import { createTerminal } from '../terminal/terminal';
import { inspectMachine } from './findings';

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
    await writeArtifacts([{ path: options.json, text: JSON.stringify({ findings }, null, 2) }], terminal);
  if (options.json !== '-') terminal.print(linesFor(doctorPage(findings), terminal));
  const lacks = findings.filter(({ verdict }) => verdict === 'lack');
  if (lacks.length === 0) return;
  throw new AppError(
    'failed',
    `this machine lacks ${lacks.map(({ what }) => what).join(', ')}; the lines above say what to do`,
  );
}
