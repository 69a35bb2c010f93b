import { sandbox } from '../../simulation/sandbox.mjs';

const EMPTY = { libraries: 'exports.libraries = {};', simulator: 'exports.simulate = () => {};' };

/** What a bundle that runs this text gets. */
function inside(text: string): unknown {
  const { simulate } = sandbox({ ...EMPTY, simulator: `exports.simulate = () => { ${text} };` });
  return simulate({});
}

describe('a sandbox', () => {
  test.each(['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'crypto', 'global', 'importScripts'])(
    'has no %s',
    (name) => {
      expect(inside(`return typeof ${name};`)).toBe('undefined');
    },
  );

  test.each(['fetch', 'process'])('has no %s but that of a simulated process', (name) => {
    expect(inside(`return typeof ${name};`)).toBe('undefined');
  });

  test('has no chance, and says whose it is', () => {
    expect(() => inside('return Math.random();')).toThrow('chance comes from its seed');
  });

  test('has no clock but the one that the simulation moves', () => {
    expect(inside('return [Date.now(), new Date().getTime(), performance.now(), Date().slice(0, 15)];')).toEqual([
      0,
      0,
      0,
      new Date(0).toString().slice(0, 15),
    ]);
    expect(inside(`return new Intl.DateTimeFormat('en', { timeZone: 'UTC', dateStyle: 'short' }).format();`)).toBe(
      '1/1/70',
    );
    expect(inside('return new (new Date(5).constructor)().getTime();')).toBe(0);
  });

  test('knows nothing of when memory is freed, nor of other threads', () => {
    expect(inside('return [typeof WeakRef, typeof FinalizationRegistry, typeof Atomics];')).toEqual(
      Array.from({ length: 3 }, () => 'undefined'),
    );
  });

  test.each(['node:fs', 'node:http', 'node:net', 'node:child_process', 'node:timers/promises'])(
    'lends nothing of %s',
    (name) => {
      expect(() => inside(`return require('${name}').anything();`)).toThrow(`a simulation has no ${name}`);
    },
  );

  test('hashes and packs as Node does, and draws no id', () => {
    expect(inside(`return require('node:crypto').createHash('sha256').update('a').digest('hex').slice(0, 8);`)).toBe(
      'ca978112',
    );
    expect(() => inside(`return require('node:crypto').randomUUID();`)).toThrow('a simulation has no node:crypto');
  });

  test('makes no code of text', () => {
    expect(() => inside(`return new Function('return 1')();`)).toThrow('Code generation from strings disallowed');
  });
});
