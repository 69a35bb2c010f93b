import type { Command } from 'commander';
import { createTerminal } from '../terminal/terminal';
import type { Surroundings } from './study';

/** Adds the options that all research commands have. */
export function withStudyOptions(command: Command): Command {
  return command
    .option('--portfolio <file>', 'portfolio file, or the preset classic or hedged', 'classic')
    .option('--source <name>', 'where prices come from: yahoo, csv or synthetic', 'yahoo')
    .option('--data <folder>', 'folder of the csv source, one SYMBOL.csv each')
    .option('--from <date>', 'first session, YYYY-MM-DD')
    .option('--to <date>', 'last session, YYYY-MM-DD');
}

/** This process; narration goes to standard error when data take standard output. */
export function surroundingsFor(targets: { readonly json?: string | undefined; readonly csv?: string | undefined }): Surroundings {
  const data = targets.json === '-' || targets.csv === '-';
  return { terminal: createTerminal(data ? 'stderr' : 'stdout'), env: process.env };
}
