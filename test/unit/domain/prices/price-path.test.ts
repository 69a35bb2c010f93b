import * as fc from 'fast-check';
import { parseSessionDate } from '@evenkeel/domain/calendar';
import {
  decodePath,
  encodePath,
  joinPaths,
  parseTicker,
  pathBetween,
  pathOfRows,
  type PathRow,
} from '@evenkeel/domain/prices';

const QQQ = parseTicker('QQQ');
const DAY = 86_400_000;
const price = fc.double({ min: 1e-6, max: 1e9, noNaN: true });
const event = fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 100, noNaN: true }));
/** Rows of any prices on ascending dates, some of them with events. */
const rows = fc
  .array(fc.record({ gap: fc.integer({ min: 1, max: 9 }), open: price, close: price, dividend: event, split: event }), {
    maxLength: 60,
  })
  .map((steps) => {
    let day = Date.UTC(1999, 2, 10);
    return steps.map(({ gap, ...row }): PathRow => {
      day += gap * DAY;
      return { session: parseSessionDate(new Date(day).toISOString().slice(0, 10)), ...row };
    });
  });

describe('a price path', () => {
  it('comes back from its bytes to the last bit, and equal paths have equal bytes', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const path = pathOfRows(QQQ, given);
        const bytes = encodePath(path);
        expect(decodePath(QQQ, bytes)).toEqual(path);
        expect(encodePath(pathOfRows(QQQ, given))).toEqual(bytes);
      }),
    );
  });

  it('is the same whole as in pieces, wherever it is cut', () => {
    fc.assert(
      fc.property(rows, fc.nat(), (given, where) => {
        const path = pathOfRows(QQQ, given);
        const cut = given[where % Math.max(1, given.length)]?.session ?? parseSessionDate('1999-03-10');
        const before = given.filter(({ session }) => session < cut);
        const after = pathBetween(path, { from: cut });
        expect(joinPaths(QQQ, [pathOfRows(QQQ, before), after])).toEqual(path);
      }),
    );
  });

  it.each([
    ['too few bytes', new Uint8Array(3)],
    ['a row too few', encodePath(pathOfRows(QQQ, [row('2024-06-28')])).subarray(0, 24)],
    ['an event on no row', withEventRow(7)],
  ])('is not read from %s', (_, bytes) => {
    expect(() => decodePath(QQQ, bytes)).toThrow(/^stored prices of QQQ cannot be read: /);
  });

  it('does not go back in time', () => {
    const later = pathOfRows(QQQ, [row('2024-06-28')]);
    expect(() => joinPaths(QQQ, [later, later])).toThrow('QQQ 2024-06-28: does not come after 2024-06-28');
  });
});

function row(session: string, split = 0): PathRow {
  return { session: parseSessionDate(session), open: 1, close: 2, dividend: 0, split };
}

/** The bytes of a path of one row whose event claims to be on another. */
function withEventRow(at: number): Uint8Array {
  const bytes = encodePath(pathOfRows(QQQ, [row('2024-06-28', 0.2)]));
  new DataView(bytes.buffer).setUint32(8 + 20, at, true);
  return bytes;
}
