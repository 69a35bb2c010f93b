import type { Command } from 'commander';
import { withPortfolios } from './command-options';
import type { ExportOptions } from '../operations/export-bars';

/** Adds `evenkeel export`. */
export function register(program: Command): void {
  withPortfolios(
    program
      .command('export')
      .description('stored bars as CSV: symbol,date,open,high,low,close,volume,dividends,splits'),
  )
    .option('--symbols <list>', 'comma-separated, e.g. QQQ,SQQQ (default: those of the portfolios)')
    .option('--from <date>', 'first session, YYYY-MM-DD')
    .option('--to <date>', 'last session, YYYY-MM-DD')
    .option('--adjust <how>', 'none (as traded), split or total', 'none')
    .option('--out <folder>', 'write SYMBOL.csv files there (default: standard output)')
    .option('--stage <name>', "stage in the tables' names", 'dev')
    .option('--profile <name>', 'AWS profile')
    .action(async (options: ExportOptions) => {
      const { exportBars } = await import('../operations/export-bars');
      await exportBars(options);
    });
}
