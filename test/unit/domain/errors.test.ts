import { AppError, isAppError } from '@evenkeel/domain';

test('an error says in a log what it is, and keeps what caused it', () => {
  const cause = new Error('no such file');
  const error = new AppError('bad-input', 'p.json: is not there', { file: 'p.json' }, { cause });
  expect(String(error)).toBe('AppError: p.json: is not there');
  expect(error).toMatchObject({ code: 'bad-input', details: { file: 'p.json' }, cause });
});

test.each([
  [[], true],
  [['bad-input'], true],
  [['conflict', 'bad-input'], true],
  [['conflict'], false],
] as const)('an error of bad input is one of %j: %p', (codes, expected) => {
  expect(isAppError(new AppError('bad-input', 'x'), ...codes)).toBe(expected);
});
