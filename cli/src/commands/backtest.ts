import type { Command } from 'commander';
import type { BacktestOptions } from '../research/backtest';
import { processContext, withStudyOptions } from './command-options';

/** Adds `evenkeel backtest`. */
export function register(program: Command): void {
  withStudyOptions(program.command('backtest').description('run a portfolio over past prices and print its tearsheet'))
    .option('--json <file>', 'write the report as JSON; - prints only that')
    .option('--csv <file>', 'write the daily curve as CSV; - prints only that')
    .action(async (options: BacktestOptions) => {
      const { backtestCommand } = await import('../research/backtest');
      await backtestCommand(options, processContext());
    });
}
