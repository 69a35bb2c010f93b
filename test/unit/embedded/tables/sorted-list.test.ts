import fc from 'fast-check';
import { SortedList } from '../../../../shared/embedded/src/tables/sorted-list';

const before = (value: number) => (entry: number) => entry < value;

test('a list of many entries is a sorted list', () => {
  const step = fc.record({ value: fc.nat(3000), remove: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { minLength: 100, maxLength: 3000, size: 'max' }), fc.nat(3000), (steps, from) => {
      const list = new SortedList<number>();
      const expected = new Set<number>();
      for (const { value, remove } of steps) {
        const present = list.first(before(value)) === value;
        if (present !== expected.has(value)) throw new Error(`${value} is ${present ? '' : 'not '}in the list`);
        if (remove && present) list.remove(before(value));
        if (!remove && !present) list.insert(value, before(value));
        if (remove) expected.delete(value);
        else expected.add(value);
      }
      const sorted = [...expected].sort((a, b) => a - b);
      expect(list.size).toBe(sorted.length);
      expect([...list.ascending()]).toEqual(sorted);
      expect([...list.descending()]).toEqual(sorted.toReversed());
      expect([...list.ascending(before(from))]).toEqual(sorted.filter((value) => value >= from));
      expect([...list.descending(before(from))]).toEqual(sorted.filter((value) => value < from).toReversed());
    }),
    { numRuns: 10 },
  );
});
