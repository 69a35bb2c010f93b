import fc from 'fast-check';
import type { Json } from '@evenkeel/dynamo/requests';
import { contentHash, contentText } from '../../../../shared/dynamo/src/requests/json-values';
import { packed, packedHash, unpacked } from '../../../../shared/dynamo/src/strategy/packed';

/** What a view holds: finite numbers, texts, lists and objects. */
const content: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e120, max: 1e120 }),
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('json'), { maxLength: 5 }),
    fc.dictionary(fc.string(), tie('json'), { maxKeys: 5, noNullPrototype: true }),
  ),
})).json;

describe('packed', () => {
  it('gives back every content as its canonical text says it, under the hash of the content however that is stored', () => {
    fc.assert(
      fc.property(content, (json) => {
        const { B } = packed(contentText(json));
        expect(contentText(unpacked(B))).toBe(contentText(json));
        expect(packedHash(B)).toBe(contentHash(json));
        expect(packed(contentText(json)).B).toEqual(B);
      }),
    );
  });

  it('finds no hash in bytes that nobody has packed, or that have been cut', () => {
    const { B } = packed(contentText({ sharpe: 0.5, name: 'a view' }));
    for (const bytes of [new Uint8Array(), new Uint8Array([1, 2, 3]), B.subarray(0, B.length - 4)]) {
      expect(packedHash(bytes)).toBeUndefined();
      expect(() => unpacked(bytes)).toThrow(/end of file|incorrect header check/);
    }
  });

  it('does not unpack what would fill the memory', () => {
    const { B } = packed(`"${' '.repeat(50_000_000)}"`);
    expect(B.length).toBeLessThan(400 * 1024);
    expect(packedHash(B)).toBeUndefined();
  });
});
