import type { Command } from 'commander';
import { processContext, withStudyOptions } from './command-options';
import type { SweepOptions } from '../research/sweep';

/** Adds `evenkeel sweep`. */
export function register(program: Command): void {
  withStudyOptions(program.command('sweep').description('run a grid of rebalancing rules and show which held up'))
    .option('--tolerance <range>', 'from:to:step, ends included, or a list', '0.01:0.2:0.01')
    .option('--check <list>', "daily, weekly, monthly, quarterly, yearly, never (default: the portfolio's)")
    .option('--scope <list>', "breached, pair, portfolio (default: the portfolio's)")
    .option('--fill <list>', "close, next-open, next-close (default: the portfolio's)")
    .option('--json <file>', 'write all cells as JSON; - prints only that')
    .option('--csv <file>', 'write all cells as CSV; - prints only that')
    .addHelpText('after', HELP)
    .action(async (options: SweepOptions) => {
      const { sweepCommand } = await import('../research/sweep');
      await sweepCommand(options, processContext());
    });
}

const HELP = `
Beside each cell stands VR, the variance ratio of the base legs at the cell's mean holding period k: the variance
of their k-session log returns over k times that of one session, over all history up to the last session, averaged
over the pairs. A hedged pair left alone for k sessions gains about L/2 * k * variance * (VR - 1): above 1 waiting
should pay, below 1 it should cost. "theory" in the table is that gain in a year, trend included, before costs.
"dsr" is the probability that a cell is more than the luckiest of so many. See docs/strategy.md.
`;
