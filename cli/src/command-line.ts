import { Command } from 'commander';
import { register as registerAnalyze } from './commands/analyze';
import { register as registerBacktest } from './commands/backtest';
import { register as registerDoctor } from './commands/doctor';
import { register as registerExport } from './commands/export';
import { register as registerIngest } from './commands/ingest';
import { register as registerPlan } from './commands/plan';
import { register as registerReplay } from './commands/replay';
import { register as registerSweep } from './commands/sweep';
import { register as registerUp } from './commands/up';
import { watchUsage } from './terminal/usage';
import { ownVersion } from './version';

/** Each command describes itself here and loads what it needs only when it runs. */
const REGISTRATIONS = [
  registerUp,
  registerIngest,
  registerExport,
  registerReplay,
  registerBacktest,
  registerAnalyze,
  registerSweep,
  registerPlan,
  registerDoctor,
];

/** The `evenkeel` command with all its commands and options. */
export function commandLine(): Command {
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
