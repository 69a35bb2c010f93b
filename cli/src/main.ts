import { Command } from 'commander';
import { register as registerAnalyze } from './commands/analyze';
import { register as registerBacktest } from './commands/backtest';
import { register as registerDoctor } from './commands/doctor';
import { register as registerExport } from './commands/export';
import { register as registerIngest } from './commands/ingest';
import { register as registerPlan } from './commands/plan';
import { register as registerSweep } from './commands/sweep';
import { register as registerUp } from './commands/up';
import { errorCode } from './error-code';
import { exitCodeOf, lineFor, stackOf } from './terminal/failure';
import { watchUsage } from './terminal/usage';
import { ownVersion } from './version';

/** Each command describes itself here and loads what it needs only when it runs. */
const REGISTRATIONS = [
  registerUp,
  registerIngest,
  registerExport,
  registerBacktest,
  registerAnalyze,
  registerSweep,
  registerPlan,
  registerDoctor,
];

function commandLine(): Command {
  const program = new Command('evenkeel')
    .description('A market-neutral, long-only ETF pairs portfolio: prices, targets, research.')
    .option('--debug', 'print the stack of an error')
    .version(ownVersion(), '-V, --version', 'print the version')
    .configureHelp({ sortSubcommands: false })
    .showHelpAfterError(false);
  for (const register of REGISTRATIONS) register(program);
  watchUsage(program);
  return program;
}

async function run(argv: readonly string[]): Promise<void> {
  const program = commandLine();
  try {
    if (argv.length <= 2) {
      program.outputHelp();
      return;
    }
    await program.parseAsync([...argv]);
  } catch (error) {
    const line = lineFor(error);
    if (line !== undefined) process.stderr.write(`evenkeel: ${line}\n`);
    if (program.opts().debug === true) process.stderr.write(`${stackOf(error)}\n`);
    process.exitCode = exitCodeOf(error);
  }
}

// A reader that has had enough (`evenkeel export | head`) is no failure; a full disk behind standard output is.
process.stdout.on('error', (error: Error) => {
  if (errorCode(error) === 'EPIPE') process.exit(0);
  process.stderr.write(
    `evenkeel: standard output: cannot be written: ${error.message}; make room or write somewhere else\n`,
  );
  process.exit(1);
});
// There is nowhere left to say it.
process.stderr.on('error', () => process.exit(1));

await run(process.argv);
