import { runAudit } from '../jobs';
import { auditOptions } from './job-event';
import { jobHandler } from './job-handler';

export const handler = jobHandler((deps, event, symbols) => runAudit(deps, auditOptions(event, symbols)));
