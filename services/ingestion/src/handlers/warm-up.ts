import { runWarmUp } from '../jobs';
import { jobOptions } from './job-event';
import { jobHandler } from './job-handler';

/** The Lambda function `warmUp`: {@link runWarmUp} with the event's options, on the portfolio's symbols unless it names some. */
export const handler = jobHandler((deps, event, symbols) => runWarmUp(deps, jobOptions(event, symbols)));
