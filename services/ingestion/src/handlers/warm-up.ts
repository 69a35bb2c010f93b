import { runWarmUp } from '../jobs';
import { jobOptions } from './job-event';
import { jobHandler } from './job-handler';

export const handler = jobHandler((deps, event, symbols) => runWarmUp(deps, jobOptions(event, symbols)));
