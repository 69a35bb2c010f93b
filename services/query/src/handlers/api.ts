import { httpFunction, problemResult } from '@evenkeel/runtime/functions';
import { requestOf, resultOf } from '../http/lambda-http';
import { createApi } from '../routes/api';
import { openService } from './service';

/** The Lambda function `api`: one request of the HTTP API. */
export const handler = httpFunction({
  service: 'query',
  open: (environment, outlets) => createApi(openService(environment, outlets)),
  run: async (api, event) => {
    const request = requestOf(event);
    return request instanceof Request ? resultOf(await api.fetch(request)) : problemResult(request);
  },
});
