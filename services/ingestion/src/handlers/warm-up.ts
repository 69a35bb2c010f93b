import { runWarmUp } from '../jobs';
import { jobOptions } from './job-event';
import { jobFunction } from './job-function';

/** The Lambda function `warmUp`: {@link runWarmUp} with the event's options, on the portfolio's symbols unless it names some. */
export const handler = jobFunction((deps, event, symbols) => runWarmUp(deps, jobOptions(event, symbols)));
