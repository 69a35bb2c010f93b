import type { Command } from 'commander';
import type { ReplayOptions } from '../operations/replay';

/** Adds `evenkeel replay`. */
export function register(program: Command): void {
  program
    .command('replay')
    .description('work in the batches of price changes that were given up, and empty their queue')
    .option('--dry-run', 'say what would be replayed, and change nothing')
    .option('--stage <name>', 'stage in the names of the queue and the function', 'dev')
    .option('--profile <name>', 'AWS profile')
    .option('--json <file>', 'write the summary as JSON, - for standard output')
    .action(async (options: ReplayOptions) => {
      const { replay } = await import('../operations/replay');
      await replay(options);
    });
}
