import type { Command } from 'commander';
import { withPortfolios } from './command-options';
import type { UpOptions } from '../stack/up-plan';

/** Adds `evenkeel up`. */
export function register(program: Command): void {
  withPortfolios(program.command('up').description("start the whole system on this machine and show today's targets"))
    .option(
      '--source <name>',
      'auto, yahoo, csv or synthetic; auto is yahoo, or synthetic when it cannot be reached',
      'auto',
    )
    .option('--data <folder>', 'folder of SYMBOL.csv files, for --source csv')
    .option('--port <number>', 'port of the API and the dashboard on 127.0.0.1; 0 takes a free one', '4860')
    .option('--as-of <date>', 'the world as it was after the close of that day, YYYY-MM-DD')
    .option('--persist <folder>', 'keep the tables in that folder (default: in memory)')
    .option(
      '--database <name>',
      "auto, amazon or embedded; auto is Amazon's DynamoDB Local where Java 17 or Docker can run it",
      'auto',
    )
    .option('--once', 'end after the first complete targets')
    .action(async (options: UpOptions) => {
      const { up } = await import('../stack/up');
      await up(options);
    });
}
