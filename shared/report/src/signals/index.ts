export { SEVERITIES } from './facts';
export type {
  DecisionFacts,
  DrawdownFacts,
  LateFacts,
  RecoveredFacts,
  ReplacedDecision,
  Severity,
  SignalFacts,
  SignalOrder,
  SignalPair,
} from './facts';
export { nearPairs } from './headline';
export { signalMessage, textMessage, type SignalMessage } from './message';
