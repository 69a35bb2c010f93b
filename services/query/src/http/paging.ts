import { AppError } from '@evenkeel/domain';
import { addCalendarDays, isSessionDate, type SessionDate } from '@evenkeel/domain/calendar';
import { countOf, dateOf, wrong, type Parameters } from './parameters';

/** A range of sessions, newest first, a page at a time. A page never ends in the middle of a session. */
export interface PageOfRange {
  readonly from?: SessionDate | undefined;
  readonly to?: SessionDate | undefined;
  /** Exclusive: the last session of the page before. */
  readonly before?: SessionDate | undefined;
  /** Most sessions on the page. */
  readonly limit: number;
}

/** The parameters that {@link pageOfRange} reads. */
export const PAGE_PARAMETERS = ['from', 'to', 'limit', 'next'];

/**
 * Reads `from`, `to`, `limit` and `next`; `most` sessions are on a page where `limit` does not say less.
 * @throws AppError `bad-input` naming the parameter
 */
export function pageOfRange(parameters: Parameters, most: number): PageOfRange {
  const [from, to] = [dateOf(parameters, 'from'), dateOf(parameters, 'to')];
  if (from !== undefined && to !== undefined && from > to) throw wrong('from', `${from} lies after to=${to}`);
  return { from, to, before: beforeOf(parameters), limit: countOf(parameters, 'limit', most) ?? most };
}

/** First and last day of what is left of the range, both inclusive. */
export function boundsOf({ from, to, before }: PageOfRange): {
  from: SessionDate | undefined;
  to: SessionDate | undefined;
} {
  const end = before === undefined ? undefined : addCalendarDays(before, -1);
  return { from, to: end !== undefined && (to === undefined || end < to) ? end : to };
}

/** The opaque text that asks for the page after one that ended with a session; `null` after the last page. */
export function nextPage(endedWith: SessionDate | undefined): string | null {
  return endedWith === undefined ? null : Buffer.from(`v1 ${endedWith}`).toString('base64url');
}

/** The same as a header: path and query only, since which host the client used is its own affair. */
export function nextHeaders(url: string, next: string | null): Record<string, string> {
  if (next === null) return {};
  const address = new URL(url);
  address.searchParams.set('next', next);
  return { link: `<${address.pathname}${address.search}>; rel="next"` };
}

function beforeOf(parameters: Parameters): SessionDate | undefined {
  const text = parameters.get('next');
  if (text === undefined) return undefined;
  const before = Buffer.from(text, 'base64url').toString().replace(/^v1 /, '');
  if (isSessionDate(before) && nextPage(before) === text) return before;
  throw new AppError('bad-input', 'next: not a page of ours; pass the text of the last answer unchanged', {
    parameter: 'next',
  });
}
