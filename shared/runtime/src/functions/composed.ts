import type { Context } from 'aws-lambda';
import type { Environment } from '../environment';
import { type Log, openLog } from '../log';
import { openMetrics, type ServiceMetrics } from '../metrics';
import type { ServiceName } from '../service-name';

/** What every function of a service writes to. */
export interface Outlets {
  readonly log: Log;
  readonly metrics: ServiceMetrics;
}

/** One invocation, as the work of a function sees it. */
export interface Invocation extends Outlets {
  /** Milliseconds until Lambda ends the invocation, counted when it began. */
  readonly remainingMs: number;
}

/** A Lambda function: what it needs, and what it does with an event. */
export interface FunctionDefinition<Deps, Event, Answer> {
  readonly service: ServiceName;
  /**
   * Opens what the environment names, once a process. Called inside the first invocation, so that a wrong setting is an
   * answered error and not a function that cannot start.
   */
  readonly open: (environment: Environment, outlets: Outlets) => Deps;
  readonly run: (deps: Deps, event: Event, invocation: Invocation) => Promise<Answer>;
}

/** What a handler reads of Lambda's context. */
export type HandlerContext = Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>;

/** The function that Lambda calls. */
export type Handler<Event, Answer> = (event: Event, context: HandlerContext) => Promise<Answer>;

/**
 * What all kinds of functions have in common: dependencies opened once, log lines bound to their request, metrics
 * written when an invocation ends. `failed` turns what was thrown into the answer of its kind, or throws.
 */
export function composed<Deps, Event, Answer>(
  definition: FunctionDefinition<Deps, Event, Answer>,
  failed: (error: unknown, event: Event, outlets: Outlets) => Answer,
): Handler<Event, Answer> {
  const stage = process.env['EVENKEEL_STAGE'] ?? 'dev';
  const { log, bind } = openLog(definition.service, stage);
  const { metrics, publish } = openMetrics(definition.service, stage);
  let deps: { readonly opened: Deps } | undefined;

  return async (event, context) => {
    bind(context.awsRequestId);
    try {
      log.debug('begins', { opened: deps !== undefined });
      deps ??= { opened: definition.open(process.env, { log, metrics }) };
      const remainingMs = context.getRemainingTimeInMillis();
      return await definition.run(deps.opened, event, { log, metrics, remainingMs });
    } catch (error) {
      return failed(error, event, { log, metrics });
    } finally {
      publish();
    }
  };
}
