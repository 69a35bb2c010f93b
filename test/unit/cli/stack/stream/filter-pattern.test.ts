import { matchesPattern } from '../../../../../cli/src/stack/stream/filter-pattern';

const NOT_BULK = { dynamodb: { NewImage: { bulk: { N: [{ exists: false }] } } } };

const RECORD = { eventName: 'INSERT', size: 10, count: '10', nothing: null, empty: '', image: { a: { S: 'x' } } };

// Each operator of the table at https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
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
    ['whatever the case', { eventName: [{ 'equals-ignore-case': 'insert' }] }, true],
    ['either of two ways', { $or: [{ eventName: ['REMOVE'] }, { size: [{ numeric: ['=', 10] }] }] }, true],
    ['neither of two ways', { $or: [{ eventName: ['REMOVE'] }, { size: [11] }] }, false],
    ['a number in a range', { size: [{ numeric: ['>', 5, '<=', 10] }] }, true],
    ['a number outside of it', { size: [{ numeric: ['>', 5, '<', 10] }] }, false],
    ['a number, of what is text', { count: [{ numeric: ['=', 10] }] }, false],
    ['null', { nothing: [null] }, true],
    ['null, of what is there', { eventName: [null] }, false],
    ['what is empty', { empty: [''] }, true],
    ['a leaf, of what is only a way to one', { image: [{ exists: true }] }, false],
  ])('%s', (_, pattern, expected) => {
    expect(matchesPattern(RECORD, pattern)).toBe(expected);
  });
});
