import type { Command } from 'commander';
import type { AnalyzeOptions } from '../research/analyze';
import { processContext, withStudyOptions } from './command-options';

/** Adds `evenkeel analyze`. */
export function register(program: Command): void {
  withStudyOptions(program.command('analyze').description('explore each pair: regimes, years, direction, hedge'))
    .option('--json <file>', 'write the analysis as JSON; - prints only that')
    .option('--csv <file>', 'write the regime cells as CSV; - prints only that')
    .action(async (options: AnalyzeOptions) => {
      const { analyzeCommand } = await import('../research/analyze');
      await analyzeCommand(options, processContext());
    });
}
