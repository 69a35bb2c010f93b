import { runUpdate } from '../jobs';
import { jobOptions } from './job-event';
import { jobFunction } from './job-function';

/** The Lambda function `update`: {@link runUpdate} with the event's options, on the portfolio's symbols unless it names some. */
export const handler = jobFunction((deps, event, symbols) => runUpdate(deps, jobOptions(event, symbols)));
