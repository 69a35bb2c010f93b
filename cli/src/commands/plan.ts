import type { Command } from 'commander';
import { thisProcess, withStudyOptions } from '../research/command-options';
import type { PlanOptions } from '../research/plan';

/** Adds `evenkeel plan`. */
export function register(program: Command): void {
  withStudyOptions(program.command('plan').description('turn real holdings and cash into orders; sends nothing'))
    .requiredOption('--holdings <file>', 'CSV symbol,shares, or JSON')
    .option('--cash <amount>', 'money in the account', '0')
    .option('--whole-shares', 'order whole shares only')
    .option('--min-order <amount>', 'leave out orders of less value')
    .option('--json <file>', 'write the plan as JSON; - prints only that')
    .action(async (options: PlanOptions) => {
      const { planCommand } = await import('../research/plan');
      await planCommand(options, thisProcess());
    });
}
