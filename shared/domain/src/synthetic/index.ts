export { USUAL_FRICTIONS, type Frictions } from './funds';
export { syntheticHistory, syntheticSeries, type SyntheticOptions } from './history';
