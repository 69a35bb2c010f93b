import { nearestWord } from '../../../shared/domain/src/nearest-word';

const known = ['name', 'capital', 'pairs', 'allocation', 'drift'];

describe('nearestWord', () => {
  it.each([
    ['pairz', 'pairs', 'another letter'],
    ['pair', 'pairs', 'one missing'],
    ['capitall', 'capital', 'one too many'],
    ['drfit', 'drift', 'two exchanged'],
    ['PAIRS', 'pairs', 'case'],
    ['alocattion', 'allocation', 'two slips in a long word'],
  ])('%s is %s: %s', (word, meant) => {
    expect(nearestWord(word, known)).toBe(meant);
  });

  it.each(['', 'zzz', 'dirt', 'nmea', 'rebalance'])('"%s" is none of them', (word) => {
    expect(nearestWord(word, known)).toBeUndefined();
  });

  it('takes the nearest of several', () => {
    expect(nearestWord('weekl', ['weekday', 'weekly'])).toBe('weekly');
  });

  it('has none among none', () => {
    expect(nearestWord('pairs', [])).toBeUndefined();
  });
});
