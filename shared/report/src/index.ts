export { span } from './formats/dates';
export {
  ABSENT,
  change,
  count,
  counted,
  money,
  moneyLike,
  percent,
  ratio,
  sessions,
  share,
  shortMoney,
  times,
  tolerance,
  type Figure,
  type Format,
} from './formats/numbers';
export { cellName } from './formats/cell-name';
export { droppedNotices } from './notices/dropped-sessions';
export { doubtNotices } from './notices/price-doubts';
export { cashNotice, leverageNotices, sharedNotice, shortRunNotice } from './notices/run';
export { stalenessNotices } from './notices/staleness';
