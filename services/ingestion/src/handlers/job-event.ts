import * as z from 'zod/mini';
import { AppError } from '@evenkeel/domain';
import { parseSessionDate } from '@evenkeel/domain/calendar';
import { parseTicker, type Ticker } from '@evenkeel/domain/prices';
import { type AuditOptions, type JobRange, PERIODS, type WarmUpOptions } from '../jobs';

/** What an invocation may say; a schedule says `{}`. */
const JobEvent = z.strictObject({
  symbols: z.optional(z.array(z.string())),
  period: z.optional(z.enum(PERIODS)),
  from: z.optional(z.string()),
  to: z.optional(z.string()),
  overwrite: z.optional(z.boolean()),
});
const AuditEvent = z.strictObject({
  symbols: z.optional(z.array(z.string())),
  period: z.optional(z.enum(PERIODS)),
  from: z.optional(z.string()),
  to: z.optional(z.string()),
  repair: z.optional(z.boolean()),
  undo: z.optional(z.string()),
});

/**
 * The options of a warm-up or an update in the event of an invocation.
 * @param symbols used where the event names none
 * @throws AppError `bad-input` naming the key that is wrong
 */
export function jobOptions(event: unknown, symbols: readonly Ticker[]): WarmUpOptions {
  const parsed = parse(JobEvent, event);
  return {
    symbols: parsed.symbols?.map((symbol) => parseTicker(symbol)) ?? symbols,
    ...rangeOf(parsed),
    overwrite: parsed.overwrite,
  };
}

/** The options of an audit; see {@link jobOptions}. */
export function auditOptions(event: unknown, symbols: readonly Ticker[]): AuditOptions {
  const parsed = parse(AuditEvent, event);
  return {
    symbols: parsed.symbols?.map((symbol) => parseTicker(symbol)) ?? symbols,
    ...rangeOf(parsed),
    repair: parsed.repair,
    undo: parsed.undo,
  };
}

function parse<Schema extends z.ZodMiniObject>(schema: Schema, event: unknown): z.output<Schema> {
  const result = z.safeParse(schema, event ?? {});
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? 'event' : `event.${issue.path.join('.')}`;
  throw new AppError(
    'bad-input',
    `${where}: ${wrongWith(issue)}; a job takes ${Object.keys(schema.def.shape).join(', ')}`,
    { what: where },
  );
}

function wrongWith(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === 'unrecognized_keys') return `unknown key ${issue.keys.map((key) => `"${key}"`).join(', ')}`;
  if (issue?.code === 'invalid_value') return `not one of ${issue.values.join(', ')}`;
  return issue?.code === 'invalid_type' ? `not of type ${issue.expected}` : 'not what it should be';
}

function rangeOf({
  period,
  from,
  to,
}: {
  period?: JobRange['period'];
  from?: string | undefined;
  to?: string | undefined;
}): JobRange {
  return {
    period,
    from: from === undefined ? undefined : parseSessionDate(from, 'event.from'),
    to: to === undefined ? undefined : parseSessionDate(to, 'event.to'),
  };
}
