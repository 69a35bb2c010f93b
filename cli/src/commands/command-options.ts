import type { Command } from 'commander';
import { createTerminal } from '../terminal/terminal';
import type { CommandContext } from '../research/study';

/** Adds the options that all research commands have. */
export function withStudyOptions(command: Command): Command {
  return command
    .option('--portfolio <file>', 'a name in portfolios/, or a portfolio file', 'classic')
    .option('--source <name>', 'where prices come from: yahoo, csv or synthetic', 'yahoo')
    .option('--data <folder>', 'folder of the csv source, one SYMBOL.csv each')
    .option('--from <date>', 'first session, YYYY-MM-DD')
    .option('--to <date>', 'last session, YYYY-MM-DD');
}

/** Adds `--portfolio` to a command that works on several. */
export function withPortfolios(command: Command): Command {
  return command.option(
    '--portfolio <file>',
    'a name in portfolios/, or a portfolio file; may be given several times (default: all in portfolios/)',
    (named: string, before: readonly string[] | undefined) => [...(before ?? []), named],
  );
}

/** This process: the page on standard output, progress on standard error. */
export function processContext(): CommandContext {
  return { output: createTerminal('stdout'), narration: createTerminal('stderr'), env: process.env };
}
