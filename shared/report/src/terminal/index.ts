export { visibleLength } from './cells';
export type { Screen } from './contents';
export { pageLines } from './page';
export { COLOURED, PLAIN, type Painter, type Style } from './painter';
