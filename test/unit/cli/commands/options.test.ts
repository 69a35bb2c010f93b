import { Command } from 'commander';
import { CHECK_SCHEDULES, FILLS, REBALANCE_SCOPES } from '@evenkeel/domain/portfolio';
import { register as analyze } from '../../../../cli/src/commands/analyze';
import { register as backtest } from '../../../../cli/src/commands/backtest';
import { register as plan } from '../../../../cli/src/commands/plan';
import { register as sweep } from '../../../../cli/src/commands/sweep';
import { lineFor } from '../../../../cli/src/terminal/failure';
import { watchUsage } from '../../../../cli/src/terminal/usage';

function commandLine(): Command {
  const program = new Command('evenkeel');
  for (const register of [analyze, backtest, plan, sweep]) register(program);
  watchUsage(program);
  return program;
}

describe('research commands', () => {
  test.each(['analyze', 'backtest', 'plan', 'sweep'])('%s offers no page in HTML', async (name) => {
    const program = commandLine();
    expect(program.commands.find((command) => command.name() === name)?.helpInformation()).not.toContain('html');
    const given = [name, '--html', 'x.html', ...(name === 'plan' ? ['--holdings', 'x.csv'] : [])];
    const thrown = await program.parseAsync(given, { from: 'user' }).catch((error: unknown) => error);
    expect(lineFor(thrown)).toMatch(new RegExp(`^unknown option '--html'.*; see evenkeel ${name} --help$`));
  });

  test('sweep names every choice there is', () => {
    const described = (option: string): string | undefined =>
      commandLine()
        .commands.find((command) => command.name() === 'sweep')
        ?.options.find(({ long }) => long === option)?.description;
    expect(described('--check')).toContain(CHECK_SCHEDULES.join(', '));
    expect(described('--scope')).toContain(REBALANCE_SCOPES.join(', '));
    expect(described('--fill')).toContain(FILLS.join(', '));
  });
});
