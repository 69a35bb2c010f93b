import ts from 'typescript';
import { applied, hollowed, mutantsOf } from '../../mutation/mutants.mjs';

const mutated = (source: string): string[] => mutantsOf('m.ts', source).map((mutant) => applied(source, mutant));

test.each([
  ['if (a < b) stop();', ['if (!(a < b)) stop();', 'if (a <= b) stop();', 'if (a >= b) stop();', 'if (a < b) ;']],
  ['const c = a + b;', ['const c = a - b;']],
  ['const c = a === b && !d;', ['const c = a === b || !d;', 'const c = a !== b && !d;', 'const c = a === b && d;']],
  ['const c = a ? 1 : true;', ['const c = !(a) ? 1 : true;', 'const c = a ? 2 : true;', 'const c = a ? 1 : false;']],
  ['const f = () => g;', ['const f = () => undefined;']],
  ['function f() { return g; }', ['function f() { return; }']],
  ['const m = Math.min(a, b);', ['const m = Math.max(a, b);']],
  ["const list = ['a'];", ['const list = [];', "const list = [''];"]],
])('changes %s', (source, expected) => {
  expect(mutated(source).sort()).toEqual([...expected].sort());
});

test.each([
  "import { a } from './a';",
  "export { a } from './a';",
  "type A = 'x' | 1;",
  "interface A { readonly x: 'y' }",
  'const chosen = a ?? b;',
  'class A extends B { constructor() { super(c); } }',
])('leaves %s alone', (source) => {
  expect(mutated(source)).toEqual([]);
});

test('what it writes is TypeScript', () => {
  const source = `
    export const limits = { low: 0.1, high: -2 } as const;
    export function between(value: number, { low, high }: { low: number; high: number }): boolean {
      for (let i = 0; i < 3; i++) value += i * 2;
      while (value > 10) value /= 2;
      if (value <= low || value >= high) throw new Error(\`\${value} is not between\`);
      return [low, high].every((limit) => limit !== value);
    }`;
  const texts = mutated(source);
  expect(texts.length).toBeGreaterThan(20);
  for (const text of texts) {
    expect(text).not.toBe(source);
    const { diagnostics } = ts.transpileModule(text, { reportDiagnostics: true });
    expect({ text, diagnostics }).toEqual({ text, diagnostics: [] });
  }
});

test('a hollow module keeps its functions and constructors, and nothing in the functions', () => {
  const source = `
    export const one = (): number => 1;
    export function two(): number { return one() + 1; }
    export class Three { constructor(readonly n = 3) {} get value(): number { return this.n; } }`;
  expect(hollowed('m.ts', source)).toBe(`
    export const one = (): number => {};
    export function two(): number {}
    export class Three { constructor(readonly n = 3) {} get value(): number {} }`);
});
