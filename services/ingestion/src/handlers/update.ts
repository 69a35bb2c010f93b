import { runUpdate } from '../jobs';
import { jobOptions } from './job-event';
import { jobHandler } from './job-handler';

export const handler = jobHandler((deps, event, symbols) => runUpdate(deps, jobOptions(event, symbols)));
