/** The zone in which sessions have their dates. */
const EXCHANGE_ZONE = 'America/New_York';

const SECOND = 1000;

/** A stretch of time in which New York's clocks are apart from UTC by the same amount; all in milliseconds. */
interface OffsetSpan {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  /** Local less UTC, negative. */
  readonly offset: number;
}

/** How far New York's clocks are from UTC at `instant`; both in milliseconds, west of Greenwich negative. */
export function exchangeOffset(instant: number): number {
  if (instant >= latest.from && instant < latest.to) return latest.offset;
  const span = spansOf(new Date(instant).getUTCFullYear()).find(({ to }) => instant < to);
  if (span) latest = span;
  return span?.offset ?? formattedOffset(instant);
}

/** The instant at which clocks in New York show `local`, milliseconds since 1970-01-01T00:00:00 of that clock. */
export function exchangeInstant(local: number): number {
  return local - exchangeOffset(local - exchangeOffset(local));
}

/** The span that was asked for last: questions come close together. */
let latest: OffsetSpan = { from: 0, to: 0, offset: 0 };

const spansByYear = new Map<number, readonly OffsetSpan[]>();

function spansOf(year: number): readonly OffsetSpan[] {
  const known = spansByYear.get(year);
  if (known) return known;
  const spans = findSpans(year);
  spansByYear.set(year, spans);
  return spans;
}

/** A year (in UTC) cut where the clocks change, which they do once a month at most. */
function findSpans(year: number): OffsetSpan[] {
  const months = Array.from({ length: 13 }, (_, month) => Date.UTC(year, month, 1));
  const spans: OffsetSpan[] = [];
  let from = Date.UTC(year, 0, 1);
  let offset = formattedOffset(from);
  let previous = from;
  for (const next of months) {
    const then = formattedOffset(next);
    if (then !== offset) {
      const to = changeBetween(previous, next, offset);
      spans.push({ from, to, offset });
      from = to;
      offset = then;
    }
    previous = next;
  }
  return [...spans, { from, to: previous, offset }];
}

/** The first whole second after `low`, at most `high`, at which the offset is no longer `before`. */
function changeBetween(low: number, high: number, before: number): number {
  while (high - low > SECOND) {
    const middle = low + Math.floor((high - low) / 2 / SECOND) * SECOND;
    if (formattedOffset(middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

const clock = new Intl.DateTimeFormat('en-US', {
  timeZone: EXCHANGE_ZONE,
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
});

/** The offset by what the platform's own clock of the zone shows: right, and slower than a look into a table. */
function formattedOffset(instant: number): number {
  const shown = new Map(clock.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => shown.get(type) ?? Number.NaN;
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return local - Math.floor(instant / SECOND) * SECOND;
}
