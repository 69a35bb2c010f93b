import { runAudit } from '../jobs';
import { auditOptions } from './job-event';
import { jobFunction } from './job-function';

/** The Lambda function `audit`: {@link runAudit} with the event's options, on the portfolio's symbols unless it names some. */
export const handler = jobFunction((deps, event, symbols) => runAudit(deps, auditOptions(event, symbols)));
