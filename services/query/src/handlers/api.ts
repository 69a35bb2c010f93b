import { messageOf } from '@evenkeel/domain';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import openapi from '../../openapi.yml';
import { createApi } from '../api';
import { problemResult, requestOf, resultOf } from '../http/lambda-http';
import { problem } from '../http/problem';
import { logger, portsOf } from './deployment';

let api: ReturnType<typeof createApi> | undefined;

/** One request of the HTTP API. */
export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  try {
    const request = requestOf(event);
    if (!(request instanceof Request)) return problemResult(request);
    api ??= createApi(portsOf(process.env, openapi));
    return await resultOf(await api.fetch(request));
  } catch (error) {
    logger.error(`request failed before its route: ${messageOf(error)}`, { error });
    return problemResult(problem('internal', 'The request could not be answered; it has been logged.'));
  }
}
