import type { DroppedGap, DroppedReasons } from '@evenkeel/domain/backtest';
import { span } from '../formats/dates';
import { counted } from '../formats/numbers';

/** More gaps, or more symbols, than this are counted, not listed: the JSON has them all. */
const MOST_LISTED = 40;

/** Why sessions were left out, a notice a reason. Together they account for every dropped session. */
export function droppedNotices({ listing, ending, gaps }: DroppedReasons): string[] {
  return [
    ...(listing === undefined ? [] : [listingNotice(listing)]),
    ...(ending === undefined ? [] : [endingNotice(ending)]),
    ...gaps.map(gapNotice),
  ];
}

function listingNotice({ sessions, start, youngest, older }: NonNullable<DroppedReasons['listing']>): string {
  const [fund, has] = youngest.length === 1 ? ['the last fund to list', 'has'] : ['the last funds to list', 'have'];
  const others = older.map(({ symbol, first }) => `${symbol} from ${first}`);
  return `${counted(sessions, 'session')} before ${start} left out: ${youngest.join(', ')}, ${fund}, ${has} no bar yet (${listed(others)})`;
}

function endingNotice({ sessions, end, upTo, lagging }: NonNullable<DroppedReasons['ending']>): string {
  const since = lagging.map(({ last, symbols }) => `${symbols.join(', ')} since ${last}`);
  return `${counted(sessions, 'session')} after ${end} left out, up to ${upTo}: no bar of ${listed(since)}`;
}

function gapNotice({ missing, sessions, ranges }: DroppedGap): string {
  return `${counted(sessions, 'session')} left out, no bar of ${missing.join(', ')}: ${listed(ranges.map(rangeName))}`;
}

function rangeName({ first, last }: DroppedGap['ranges'][number]): string {
  return first === last ? first : span(first, last);
}

function listed(items: readonly string[]): string {
  const more = items.length - MOST_LISTED;
  return `${items.slice(0, MOST_LISTED).join(', ')}${more > 0 ? ` and ${more} more, all in --json` : ''}`;
}
