import { matchesPattern } from '../../../../../cli/src/stack/stream/filter-pattern';

const NOT_BULK = { dynamodb: { NewImage: { bulk: { N: [{ exists: false }] } } } };

describe('event filter patterns', () => {
  test('bulk rows are passed by, others are not', () => {
    expect(matchesPattern({ dynamodb: { NewImage: { bulk: { N: '1' } } } }, NOT_BULK)).toBe(false);
    expect(matchesPattern({ dynamodb: { NewImage: { close: { N: '5' } } } }, NOT_BULK)).toBe(true);
    expect(matchesPattern({ eventName: 'REMOVE', dynamodb: { OldImage: {} } }, NOT_BULK)).toBe(true);
  });

  test.each([
    ['an exact value', { eventName: ['INSERT', 'MODIFY'] }, true],
    ['another value', { eventName: ['REMOVE'] }, false],
    ['a prefix', { eventName: [{ prefix: 'INS' }] }, true],
    ['a suffix', { eventName: [{ suffix: 'INS' }] }, false],
    ['anything but', { eventName: [{ 'anything-but': ['REMOVE'] }] }, true],
    ['anything but the value', { eventName: [{ 'anything-but': 'INSERT' }] }, false],
    ['a value that is absent', { reason: [{ exists: true }] }, false],
    ['two keys, one wrong', { eventName: ['INSERT'], reason: ['x'] }, false],
    ['a rule this does not know', { eventName: [{ wildcard: '*' }] }, false],
  ])('%s', (_, pattern, expected) => {
    expect(matchesPattern({ eventName: 'INSERT' }, pattern)).toBe(expected);
  });
});
