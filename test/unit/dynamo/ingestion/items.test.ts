import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { sessionsBetween } from '@evenkeel/domain/calendar';
import { parseTicker } from '@evenkeel/domain/prices';
import type { Coverage, Held } from '@evenkeel/dynamo/ingestion';
import { coverageItem, coverageOfItem } from '../../../../shared/dynamo/src/ingestion/items';
import { day } from '../../../factories/bars';

const DAYS = sessionsBetween(day('2024-01-02'), day('2024-03-28'));

const coverageWith = (held: readonly Held[]): Coverage => ({
  ticker: parseTicker('XLF'),
  state: 'complete',
  first: day('1998-12-22'),
  last: day('2025-12-01'),
  gaps: [day('2024-01-03')],
  held,
  changedAt: '2025-12-01T22:00:00.000Z',
  upcoming: [{ session: day('2025-12-22'), kind: 'dividend', amount: '0.23' }],
});

/** Bytes by the rules of the developer guide ("DynamoDB item sizes and formats"): names and text as UTF-8, 3 a list or map and 1 an element. */
function bytesOf(value: AttributeValue): number {
  if (value.L) return 3 + value.L.reduce((sum, each) => sum + 1 + bytesOf(each), 0);
  if (value.M)
    return (
      3 + Object.entries(value.M).reduce((sum, [name, each]) => sum + 1 + Buffer.byteLength(name) + bytesOf(each), 0)
    );
  return Buffer.byteLength(value.S ?? value.N ?? '');
}

describe('the item of a symbol’s coverage', () => {
  const held = fc
    .uniqueArray(
      fc.record({
        session: fc.constantFrom(...DAYS),
        scope: fc.constantFrom('bar', 'dividend', 'correction', 'fetch'),
        reason: fc.constantFrom('unexplained-jump', 'missing-value', 'repeated-dividend'),
      }),
      {
        selector: ({ session, scope }) => `${session}#${scope}`,
        maxLength: 60,
      },
    )
    .map((entries) => entries.toSorted((a, b) => (`${a.session}#${a.scope}` < `${b.session}#${b.scope}` ? -1 : 1)));

  it('holds everything that is known, in order', () => {
    fc.assert(
      fc.property(held, (entries) => {
        expect(coverageOfItem(coverageItem(coverageWith(entries)))).toEqual(coverageWith(entries));
      }),
    );
  });

  it('has room for the longest history, held back bar by bar', () => {
    const all = sessionsBetween(day('1990-01-02'), day('2030-12-31')).map((session): Held => ({
      session,
      scope: 'bar',
      reason: 'event-without-bar',
    }));
    expect(all.length).toBeGreaterThan(10_000);
    expect(bytesOf({ M: coverageItem(coverageWith(all)) })).toBeLessThan(400_000 / 3);
  });
});
