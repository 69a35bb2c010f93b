import * as z from 'zod/mini';
import { isSessionDate, type SessionDate } from '../calendar';
import { AppError } from '../errors';
import { REASONS, type EngineState, type TradeReason } from './state';

const reason: z.ZodMiniType<TradeReason> = z.enum(REASONS);
const shape = z.strictObject({
  session: z.custom<SessionDate>((value) => typeof value === 'string' && isSessionDate(value)),
  units: z.array(z.number()),
  cash: z.number(),
  bought: z.boolean(),
  blocked: z.array(z.boolean()),
  pending: z.nullable(z.array(z.nullable(reason))),
  measured: z.strictObject({ units: z.array(z.number()), cash: z.number(), blocked: z.array(z.boolean()) }),
});

/**
 * A state that was stored as JSON.
 *
 * @throws AppError `bad-data` when it is none, naming the first place that is wrong
 */
export function parseEngineState(json: unknown): EngineState {
  const parsed = shape.safeParse(json);
  if (parsed.success) return parsed.data;
  const path = parsed.error.issues[0]?.path.join('.') ?? '';
  throw new AppError(
    'bad-data',
    `engine state: ${path === '' ? 'it' : path} is not what the engine wrote; run from the start instead`,
    { path },
  );
}
