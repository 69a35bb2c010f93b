export { cellName } from './formats/cell-name';
export { count, counted, money, percent, share, shareCount, type Figure, type Format } from './formats/numbers';
export { readable } from './formats/readable';
export { changesNotice, type ShownChanges } from './notices/changes';
export { staleNotice, waitingNotices, type ShownStale, type ShownWaiting } from './notices/standing';
export { METRICS, metricCell, metricsOf, type MetricGroup, type MetricKey, type MetricText } from './metrics';
export type {
  Cell,
  Column,
  Content,
  Curve,
  Curves,
  Figures,
  HeatCell,
  HeatMap,
  List,
  NamedFigure,
  Paragraph,
  Sparkline,
  Table,
  Text,
  Tone,
} from './model/content';
export type { Block, Page, Section } from './model/page';
