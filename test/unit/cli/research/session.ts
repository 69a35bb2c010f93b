import { exitCodeOf, lineFor } from '../../../../cli/src/terminal/failure';
import { createTerminal } from '../../../../cli/src/terminal/terminal';
import type { Surroundings } from '../../../../cli/src/research/study';

/** What a command left behind. */
export interface Outcome {
  readonly exit: number;
  /** The line of the error, if any. */
  readonly error: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command's function as the command line would, writing to strings. */
export async function outcomeOf(
  command: (surroundings: Surroundings) => Promise<void>,
  { columns = 120, env = {} }: { columns?: number; env?: Record<string, string> } = {},
): Promise<Outcome> {
  let stdout = '';
  let stderr = '';
  const parts = {
    stdout: { columns, write: (text: string) => (stdout += text) },
    stderr: { write: (text: string) => (stderr += text) },
    env,
  };
  const surroundings = { page: createTerminal('stdout', parts), narration: createTerminal('stderr', parts), env };
  try {
    await command(surroundings);
    return { exit: 0, error: undefined, stdout, stderr };
  } catch (error) {
    return { exit: exitCodeOf(error), error: lineFor(error), stdout, stderr };
  }
}
