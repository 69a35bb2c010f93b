import { DateTime, IANAZone } from 'luxon';
import { exchangeDate, finalAt, sessionsBetween } from '@evenkeel/domain/calendar';
import { exchangeInstant, exchangeOffset } from '../../../../shared/domain/src/calendar/exchange-zone';
import { day } from '../../../factories/bars';

const EXCHANGE_ZONE = 'America/New_York';
const MINUTE = 60_000;
const HOUR = 3_600_000;
const FIRST = Date.UTC(1990, 0, 1);
const HOURS = (Date.UTC(2031, 0, 1) - FIRST) / HOUR;

/** New York's offset at every hour of 1990 to 2030, in milliseconds, by another implementation of the zone. */
const offsets = luxonOffsets();

describe('New York’s clocks, as luxon has them', () => {
  it('are apart from UTC by the same at every hour of 1990 to 2030', () => {
    expect(offsets).toHaveLength(359_400);
    expect(hoursWhere((instant, offset) => exchangeOffset(instant) !== offset)).toEqual([]);
  });

  it('show the same date at every hour', () => {
    const shown = (instant: number, offset: number): string => new Date(instant + offset).toISOString().slice(0, 10);
    expect(hoursWhere((instant, offset) => exchangeDate(new Date(instant)) !== shown(instant, offset))).toEqual([]);
  });

  it('lead back from what they show to every hour, but for the two that autumn shows alike', () => {
    const changes = hoursWhere((instant, offset) => offset !== offsets[(instant - FIRST) / HOUR - 1]).slice(1);
    expect(changes).toHaveLength(2 * 41);
    const ambiguous = hoursWhere((instant, offset) => exchangeInstant(instant + offset) !== instant);
    expect(ambiguous.every((hour) => changes.includes(hour) || changes.includes(hour + HOUR))).toBe(true);
    expect(ambiguous.length).toBeLessThanOrEqual(41);
  });

  it('change at the same millisecond', () => {
    const zone = IANAZone.create(EXCHANGE_ZONE);
    const around = hoursWhere((instant, offset) => offset !== offsets[(instant - FIRST) / HOUR - 1])
      .slice(1)
      .flatMap((hour) => [hour - 1, hour, hour + 1]);
    expect(around).toHaveLength(3 * 2 * 41);
    expect(around.map(exchangeOffset)).toEqual(around.map((instant) => zone.offset(instant) * MINUTE));
  });

  it('end every session of 1990 to 2030 on a full hour of its own date, 15 minutes before its bar is final', () => {
    const sessions = sessionsBetween(day('1990-01-01'), day('2030-12-31'));
    expect(sessions.length).toBeGreaterThan(10_000);
    const wrong = sessions.filter((session) => {
      const shown = DateTime.fromJSDate(finalAt(session), { zone: EXCHANGE_ZONE });
      return ![13, 14, 16].some((hour) => shown.toFormat('yyyy-MM-dd HH:mm:ss') === `${session} ${hour}:15:00`);
    });
    expect(wrong).toEqual([]);
  });
});

function luxonOffsets(): Int32Array {
  const zone = IANAZone.create(EXCHANGE_ZONE);
  return Int32Array.from({ length: HOURS }, (_, hour) => zone.offset(FIRST + hour * HOUR) * MINUTE);
}

/** The hours, as instants, that `matches` says yes to. */
function hoursWhere(matches: (instant: number, offset: number) => boolean): number[] {
  const found: number[] = [];
  offsets.forEach((offset, hour) => {
    const instant = FIRST + hour * HOUR;
    if (matches(instant, offset)) found.push(instant);
  });
  return found;
}
