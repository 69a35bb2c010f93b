export { SESSIONS_A_YEAR } from './constants';
export { REGIMES, type Regime } from './regimes';
