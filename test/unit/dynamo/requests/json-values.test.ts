import fc from 'fast-check';
import { contentHash, fromAttribute, toAttribute, type Json } from '../../../../shared/dynamo/src/requests/json-values';

/** Numbers DynamoDB can hold; the others have a test of their own. */
const number = fc
  .double({ min: -1e125, max: 1e125, noNaN: true })
  .map((value) => (Math.abs(value) < 1e-130 ? 0 : value));
const { json } = fc.letrec<{ json: Json; list: Json[]; object: Record<string, Json> }>((tie) => ({
  json: fc.oneof({ maxDepth: 4 }, number, fc.string(), fc.boolean(), fc.constant(null), tie('list'), tie('object')),
  list: fc.array(tie('json'), { maxLength: 4 }),
  object: fc.dictionary(fc.string(), tie('json'), { maxKeys: 4, noNullPrototype: true }),
}));

describe('json values', () => {
  it('come back equal, every number to its last bit', () => {
    fc.assert(fc.property(json, (value) => expect(fromAttribute(toAttribute(value))).toEqual(value)));
  });

  it('hash the same whatever the order of their keys', () => {
    expect(contentHash({ a: 1, b: 2 })).toBe(contentHash({ b: 2, a: 1, c: undefined }));
    expect(contentHash({ a: 1 })).not.toBe(contentHash({ a: 1.0000000000000002 }));
  });

  it('hash as what is stored for them', () => {
    fc.assert(
      fc.property(json, (value) => expect(contentHash(fromAttribute(toAttribute(value)))).toBe(contentHash(value))),
    );
    // printf '{"a":[true,null],"b":1}' | sha256sum
    expect(contentHash({ b: 1, a: [true, null] })).toBe(
      '51705a2c9eb3e7e410a58f696a770c3ac3885a0cf43eb7fc88f5e47c11d4d30d',
    );
    expect(contentHash({ tiny: 1e-200 })).toBe(contentHash({ tiny: 0 }));
  });

  it('are refused when they are no numbers, and 0 below what DynamoDB holds', () => {
    expect(() => toAttribute(Number.NaN)).toThrow(/finite/);
    expect(() => toAttribute({ a: [Number.POSITIVE_INFINITY] })).toThrow(/finite/);
    expect(toAttribute(5e-324)).toEqual({ N: '0' });
    expect(toAttribute(-0)).toEqual({ N: '0' });
  });
});
