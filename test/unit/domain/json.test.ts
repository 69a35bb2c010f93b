import fc from 'fast-check';
import { canonicalJson, isAppError, parseJson } from '@evenkeel/domain';

/** The message of the refusal. */
function complaint(text: string): string {
  try {
    parseJson(text, 'p.json');
  } catch (error) {
    if (isAppError(error, 'bad-input')) return error.message;
    throw error;
  }
  return 'none';
}

describe('parseJson', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(fc.property(fc.json(), (text) => expect(parseJson(text, 'p.json')).toEqual(JSON.parse(text))));
  });

  it.each([
    ['{"QQQ":10,"QQQ":5}', 'QQQ'],
    ['{"QQQ":5,"QQQ":5}', 'QQQ'],
    ['[{"a":{"capital":1},"b":2},{"capital":1, "x":[{"y":1}], "capital"\n:2}]', 'capital'],
    ['{"a":1,"\\u0061":2}', 'a'],
    ['{"a\\"b":1,"a\\"b":2}', 'a"b'],
    ['{"":1,"":2}', ''],
  ])('refuses the key that stands twice in %s', (text, key) => {
    expect(complaint(text)).toBe(`p.json: the key "${key}" stands twice; leave one of them out`);
  });

  it('takes the same key in different objects, and values that look like keys', () => {
    const text = '{"a":{"a":"a"},"b":["a","a",{"a":1},{"a":1}],"c":"\\"a\\":","d":"{\\"a\\":1,\\"a\\":1}"}';
    expect(parseJson(text, 'p.json')).toEqual(JSON.parse(text));
  });

  it('survives any depth', () => {
    const depth = 5000;
    expect(complaint(`${'{"a":'.repeat(depth)}{"b":1,"b":2}${'}'.repeat(depth)}`)).toContain(
      'the key "b" stands twice',
    );
  });

  it.each([
    ['', /^p\.json: is empty$/],
    [' \n', /^p\.json: is empty$/],
    ['// mine\n{}', /^p\.json: is not JSON: [^\n]+$/],
    ['{"a":1,}', /^p\.json: is not JSON: [^\n]+$/],
  ])('refuses %j', (text, message) => {
    expect(complaint(text)).toMatch(message);
  });
});

describe('canonicalJson', () => {
  it('sorts keys at every depth, keeps arrays as they are and leaves out what is undefined', () => {
    expect(canonicalJson({ b: [{ d: 1, c: 2 }, 3], a: undefined, A: null })).toBe('{"A":null,"b":[{"c":2,"d":1},3]}');
  });

  it('writes the example of RFC 8785, section 3.2.2, as its section 3.2.3 has it', () => {
    const value = {
      numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"\/',
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  it('sorts keys that look like numbers as text', () => {
    expect(canonicalJson({ 9: 1, 10: 2 })).toBe('{"10":2,"9":1}');
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, undefined, ['\ud83d'], { '\udca9': 1 }])(
    'has no text for %p',
    (value) => {
      expect(() => canonicalJson(value)).toThrow(/no JSON text/);
    },
  );

  it('takes the two halves of a surrogate pair together', () => {
    expect(canonicalJson('\ud83d\udca9')).toBe('"\ud83d\udca9"');
  });
});
