import type { Command } from 'commander';
import { processContext, withStudyOptions } from './command-options';
import type { PlanOptions } from '../research/plan';

/** Adds `evenkeel plan`. */
export function register(program: Command): void {
  withStudyOptions(program.command('plan').description('turn real holdings and cash into orders; sends nothing'))
    .requiredOption('--holdings <file>', 'CSV symbol,shares, or JSON; - reads standard input')
    .option('--cash <amount>', 'money in the account', '0')
    .option('--whole-shares', 'order whole shares only')
    .option('--min-order <amount>', 'leave out orders of less value')
    .option('--json <file>', 'write the plan as JSON; - prints only that')
    .addHelpText('after', HELP)
    .action(async (options: PlanOptions) => {
      const { planCommand } = await import('../research/plan');
      await planCommand(options, processContext());
    });
}

const HELP = `
The orders bring your holdings to the targets of the newest session of which every symbol has its bar, whether or not
the rule of the portfolio would trade on it. Sells come first, so that their money is there for the buys; in each group
the largest drift first. What gets no order is listed with the reason. With --whole-shares the money left over buys one
share more of what is furthest below its target, as long as that brings it nearer. The id of a plan is the same for the
same portfolio, session, holdings, cash, --whole-shares and --min-order.
`;
