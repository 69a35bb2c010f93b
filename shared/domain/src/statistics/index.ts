export { HEDGE_WINDOW, REGIME_WINDOW, SESSIONS_A_YEAR } from './constants';
export {
  NO_REGIME,
  REGIMES,
  pairRegimes,
  regimeName,
  rollingRegimes,
  volatilityRegimes,
  type PairRegimes,
  type Regime,
} from './regimes';
export { rollingBeta, rollingCorrelation, rollingSd, rollingVolatility, windowSd } from './rolling';
