import { Command } from 'commander';
import { exitCodeOf, lineFor } from '../../../../cli/src/terminal/failure';
import { watchUsage } from '../../../../cli/src/terminal/usage';

/** The line and the exit code that a command line ends with. */
async function endingOf(...args: readonly string[]): Promise<string> {
  const program = new Command('evenkeel').option('--debug', 'stack');
  program
    .command('plan')
    .option('--cash <amount>')
    .option('--whole-shares')
    .requiredOption('--holdings <file>')
    .action(() => undefined);
  const ingest = program.command('ingest');
  ingest
    .command('update')
    .option('--json <file>')
    .action(() => undefined);
  watchUsage(program);
  try {
    await program.parseAsync(['node', 'evenkeel', ...args]);
    return 'done';
  } catch (error) {
    return `${exitCodeOf(error)}: ${lineFor(error) ?? ''}`;
  }
}

describe('wrong usage', () => {
  test('names the command whose help explains it', async () => {
    expect(await endingOf('plan', '--frm', 'x', '--holdings', 'h')).toBe(
      "2: unknown option '--frm'; see evenkeel plan --help",
    );
    expect(await endingOf('ingest', 'update', '--jsn')).toBe(
      "2: unknown option '--jsn' (Did you mean --json?); see evenkeel ingest update --help",
    );
    expect(await endingOf('nosuch')).toBe("2: unknown command 'nosuch'; see evenkeel --help");
    expect(await endingOf('plan')).toBe(
      "2: required option '--holdings <file>' not specified; see evenkeel plan --help",
    );
  });

  test('an option given twice is refused, in every command and whatever the values', async () => {
    expect(await endingOf('plan', '--holdings', 'a', '--cash', '1', '--cash', '1')).toBe(
      "2: option '--cash <amount>' is given twice; give it once; see evenkeel plan --help",
    );
    expect(await endingOf('plan', '--holdings', 'a', '--holdings=b')).toContain(
      "option '--holdings <file>' is given twice",
    );
    expect(await endingOf('plan', '--holdings', 'a', '--whole-shares', '--whole-shares')).toContain(
      "option '--whole-shares' is given twice",
    );
    expect(await endingOf('ingest', 'update', '--json', 'a', '--json', 'b')).toContain('evenkeel ingest update --help');
    expect(await endingOf('plan', '--holdings', 'a', '--cash', '1', '--whole-shares')).toBe('done');
  });

  test('help for a command that is not there, and a command left out, are one line', async () => {
    expect(await endingOf('help', 'nosuch')).toBe(
      "2: unknown command 'nosuch'; choose plan, ingest; see evenkeel --help",
    );
    expect(await endingOf('ingest')).toBe('2: name a command: update; see evenkeel ingest --help');
    expect(await endingOf('--debug')).toBe('2: name a command: plan, ingest; see evenkeel --help');
  });
});
