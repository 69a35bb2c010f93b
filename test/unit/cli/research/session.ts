import * as z from 'zod/mini';
import { AppError } from '@evenkeel/domain';
import { exitCodeOf, lineFor } from '../../../../cli/src/terminal/failure';
import { createTerminal } from '../../../../cli/src/terminal/terminal';
import type { CommandContext } from '../../../../cli/src/research/study';

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
  command: (context: CommandContext) => Promise<void>,
  { columns = 120, env = {} }: { columns?: number; env?: Record<string, string> } = {},
): Promise<Outcome> {
  let stdout = '';
  let stderr = '';
  const parts = {
    stdout: { columns, write: (text: string) => (stdout += text) },
    stderr: { write: (text: string) => (stderr += text) },
    env,
  };
  const context = { output: createTerminal('stdout', parts), narration: createTerminal('stderr', parts), env };
  try {
    await command(context);
    return { exit: 0, error: undefined, stdout, stderr };
  } catch (error) {
    return { exit: exitCodeOf(error), error: lineFor(error), stdout, stderr };
  }
}

const reportShape = z.looseObject({
  portfolio: z.string(),
  first: z.string(),
  sessions: z.number(),
  droppedSessions: z.number(),
  finalNav: z.number(),
  net: z.record(
    z.string(),
    z.nullable(z.union([z.number(), z.boolean(), z.record(z.string(), z.nullable(z.number()))])),
  ),
  curve: z.array(z.looseObject({ nav: z.number() })),
});
const sweepShape = z.looseObject({
  best: z.number(),
  cells: z.array(
    z.looseObject({
      tolerance: z.number(),
      check: z.string(),
      sharpe: z.number(),
      dsr: z.number(),
      varianceRatio: z.number(),
      holdingSessions: z.number(),
    }),
  ),
});
/** Any sweep, its ruined cells included. */
const cellsShape = z.looseObject({
  trials: z.number(),
  cells: z.array(
    z.looseObject({
      tolerance: z.number(),
      sharpe: z.nullable(z.number()),
      totalReturn: z.nullable(z.number()),
      minCash: z.nullable(z.number()),
      run: z.nullable(z.number()),
      error: z.optional(z.string()),
    }),
  ),
});
const planShape = z.looseObject({
  dryRun: z.literal(true),
  id: z.string(),
  asOf: z.string(),
  source: z.unknown(),
  waitingFor: z.array(z.strictObject({ symbol: z.string(), has: z.nullable(z.string()) })),
  sessionsBehind: z.number(),
  cashAfter: z.string(),
  idleCash: z.string(),
  leftOut: z.array(z.looseObject({ symbol: z.string(), value: z.string(), reason: z.string() })),
  sharedSymbols: z.array(z.string()),
  orders: z.array(z.looseObject({ shares: z.string() })),
});

/** The JSON of `backtest`, as far as tests look at it. */
export const readReport = (text: string) => reportShape.parse(JSON.parse(text));
/** The JSON of `sweep`. */
export const readSweep = (text: string) => sweepShape.parse(JSON.parse(text));
/** The JSON of `sweep`, where cells may be ruined. */
export const readCells = (text: string) => cellsShape.parse(JSON.parse(text));
/** The JSON of `plan`. */
export const readPlan = (text: string) => planShape.parse(JSON.parse(text));

/** The message of the `bad-input` error that `work` throws. */
export function complaintOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError && error.code === 'bad-input') return error.message;
    throw error;
  }
  throw new Error('expected bad input to be refused');
}
