export {
  PERIODS,
  type AuditOptions,
  type Difference,
  type JobDeps,
  type JobProgress,
  type JobRange,
  type JobSummary,
  type Period,
  type SymbolSummary,
  type UpdateOptions,
  type WarmUpOptions,
} from './job';
export { jobTableNames, openJobTables, type JobTableNames, type JobTables } from './job-tables';
export { runUpdate } from './update';
export { runWarmUp } from './warm-up';
export { runAudit } from './audit';
