export type { Frictions } from './funds';
export { syntheticHistory, type SyntheticOptions } from './history';
