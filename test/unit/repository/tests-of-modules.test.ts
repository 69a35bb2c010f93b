import { readGraph } from '../../mutation/modules.mjs';

const graph = readGraph();

test.each([
  ['shared/domain/src/prices/adjust.ts', 'test/unit/domain/prices/adjust.test.ts'],
  ['shared/domain/src/portfolio/plan-id.ts', 'test/unit/domain/portfolio/plan-id.test.ts'],
])('the test of %s is asked first', (module, test) => {
  expect(graph.testsOf(module)[0]).toBe(test);
  expect(graph.subjectsOf(test)).toEqual([module]);
});

test('the tests of a room are asked before those that come through other rooms', () => {
  const tests = graph.testsOf('shared/domain/src/portfolio/unknown-keys.ts');
  expect(tests.slice(0, 3)).toContain('test/unit/domain/portfolio/parse-portfolio.test.ts');
  const inRoom = tests.map((path) => path.includes('/domain/portfolio/'));
  expect(inRoom.lastIndexOf(true)).toBeLessThan(inRoom.indexOf(false));
});

test('what a room passes on is looked up behind its index, name by name', () => {
  // session-date.test.ts imports from @evenkeel/domain/calendar, whose index also passes sessions on.
  const tests = graph.testsOf('shared/domain/src/calendar/sessions.ts');
  expect(tests).toContain('test/unit/domain/calendar/sessions.test.ts');
  expect(tests).not.toContain('test/unit/domain/calendar/session-date.test.ts');
  expect(graph.modules).not.toContain('shared/domain/src/calendar/index.ts');
});
