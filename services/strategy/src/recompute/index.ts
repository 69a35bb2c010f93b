export { recompute, type RecomputeDeps, type RecomputeSummary } from './recompute';
export { readinessOf, type Readiness } from './readiness';
export { viewOf } from './view';
