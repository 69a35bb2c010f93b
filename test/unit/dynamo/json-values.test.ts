import fc from 'fast-check';
import { canonicalText, contentHash, fromAttribute, toAttribute, type Json } from '../../../shared/dynamo/src/json-values';

const json = fc.jsonValue({ maxDepth: 4 }).map((value): Json => withinRange(JSON.parse(JSON.stringify(value))));

/** Numbers DynamoDB can hold; the others have tests of their own. */
function withinRange(value: Json): Json {
  if (typeof value === 'number') return Object.is(value, -0) || (value !== 0 && Math.abs(value) < 1e-130) || Math.abs(value) > 1e125 ? 1 : value;
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(withinRange);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withinRange(each ?? null)]));
}

describe('json values', () => {
  it('come back equal, every number to its last bit', () => {
    fc.assert(fc.property(json, (value) => expect(fromAttribute(toAttribute(value))).toEqual(value)));
  });

  it('hash the same whatever the order of their keys', () => {
    expect(canonicalText({ b: 1, a: [true, null], c: undefined })).toBe('{"a":[true,null],"b":1}');
    expect(contentHash({ a: 1, b: 2 })).toBe(contentHash({ b: 2, a: 1 }));
    expect(contentHash({ a: 1 })).not.toBe(contentHash({ a: 1.0000000000000002 }));
  });

  it('are refused when they are no numbers, and 0 below what DynamoDB holds', () => {
    expect(() => toAttribute(Number.NaN)).toThrow(/finite/);
    expect(() => toAttribute({ a: [Number.POSITIVE_INFINITY] })).toThrow(/finite/);
    expect(toAttribute(5e-324)).toEqual({ N: '0' });
    expect(toAttribute(-0)).toEqual({ N: '0' });
  });
});
