import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { logFailure } from '../log';
import { INTERNAL, isOurs, type Problem } from '../problem';
import { composed, type FunctionDefinition, type Handler, type Outlets } from './composed';

/** What the HTTP API wants back. */
export type HttpResult = APIGatewayProxyStructuredResultV2 & { readonly statusCode: number };

/**
 * A function behind an HTTP API. Every request is counted with its time; what was thrown is logged and answered with a
 * problem document that says no more than that.
 */
export function httpFunction<Deps>(
  definition: FunctionDefinition<Deps, APIGatewayProxyEventV2, HttpResult>,
): Handler<APIGatewayProxyEventV2, HttpResult> {
  const { service, open, run } = definition;
  return composed<Deps, APIGatewayProxyEventV2, HttpResult>(
    {
      service,
      open,
      run: async (deps, event, invocation) => {
        const began = performance.now();
        const result = await run(deps, event, invocation);
        invocation.metrics.milliseconds('Latency', performance.now() - began);
        return counted(result, invocation);
      },
    },
    (error, event, outlets) => {
      logFailure(outlets.log, 'failed before its route', error, { path: event.rawPath });
      return counted(problemResult(INTERNAL), outlets);
    },
  );
}

/** A problem document as a result. */
export function problemResult(body: Problem): HttpResult {
  const headers = {
    'content-type': 'application/problem+json',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  };
  return { statusCode: body.status, headers, body: JSON.stringify(body) };
}

function counted(result: HttpResult, { metrics }: Outlets): HttpResult {
  const { statusCode: status } = result;
  metrics.count('Requests');
  if (status >= 400 && status < 500) metrics.count('ClientErrors');
  if (isOurs(status)) metrics.count('Failures');
  metrics.note('status', status);
  return result;
}
