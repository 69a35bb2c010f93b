import type { SweepCell } from '@evenkeel/domain/backtest';
import { isCalendar } from '@evenkeel/domain/portfolio';
import { share } from './numbers';

/** A cell of a sweep as messages call it: `tolerance 5 %, daily check, scope breached, fill close`. */
export function cellName({ tolerance, check, scope, fill }: SweepCell): string {
  const limit = isCalendar({ tolerance }) ? 'by the calendar' : `tolerance ${share(tolerance)}`;
  return `${limit}, ${check} check, scope ${scope}, fill ${fill}`;
}
