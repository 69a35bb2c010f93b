import { CommanderError, type Command } from 'commander';

/** Wrong usage of one command, which its own help explains. */
export class UsageError extends CommanderError {
  constructor(
    exitCode: number,
    code: string,
    message: string,
    /** With the commands above it, e.g. `evenkeel ingest update`. */
    readonly command: string,
  ) {
    super(exitCode, code, message);
  }
}

/**
 * Makes `command` and all below it throw instead of print and exit: a {@link UsageError} that names the
 * command for wrong usage, among it an option given twice, of which commander would take the last,
 * unless it takes several values.
 */
export function watchUsage(command: Command): void {
  const path = pathOf(command);
  command.configureOutput({ outputError: () => undefined, writeErr: () => undefined });
  command.exitOverride(({ exitCode, code, message }) => {
    throw new UsageError(
      exitCode,
      code,
      code === 'commander.help' && exitCode !== 0 ? whatIsMissing(command) : message,
      path,
    );
  });
  for (const option of command.options) {
    // It gathers what it is given.
    if (option.parseArg !== undefined) continue;
    let given = false;
    command.on(`option:${option.name()}`, () => {
      if (given) command.error(`option '${option.flags}' is given twice; give it once`);
      given = true;
    });
  }
  for (const below of command.commands) watchUsage(below);
}

/** Where commander would print the whole help as an error: no command, or `help` of one that is not there. */
function whatIsMissing({ args, commands }: Command): string {
  const [first, second] = args;
  const known = commands.map((below) => below.name()).join(', ');
  return first === 'help' && second !== undefined
    ? `unknown command '${second}'; choose ${known}`
    : `name a command: ${known}`;
}

function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}
