import { AppError, type ErrorCode } from '@evenkeel/domain';
import { isOurs, problemOf } from '@evenkeel/runtime/problem';

const SECRET = 'table evenkeel-prod-Strategy';

describe('the problem that an error is to a client', () => {
  test.each<[ErrorCode, number, string, boolean]>([
    ['bad-input', 400, 'invalid-request', true],
    ['not-found', 404, 'not-found', true],
    ['busy', 503, 'busy', false],
    ['conflict', 503, 'busy', false],
    ['bad-data', 500, 'internal', false],
    ['vendor-refused', 500, 'internal', false],
    ['vendor-unavailable', 500, 'internal', false],
    ['environment', 500, 'internal', false],
    ['failed', 500, 'internal', false],
  ])('%s is %i %s; its own words are told: %p', (code, status, kind, told) => {
    const body = problemOf(new AppError(code, SECRET));
    expect(body).toMatchObject({ status, type: `urn:evenkeel:problem:${kind}` });
    expect(body.detail.includes(SECRET)).toBe(told);
  });

  test('names the parameter at fault', () => {
    for (const details of [{ parameter: 'last' }, { what: 'last' }]) {
      expect(problemOf(new AppError('bad-input', 'last: 0 is too few', details))).toEqual({
        type: 'urn:evenkeel:problem:invalid-parameter',
        title: 'A parameter is wrong',
        status: 400,
        detail: 'last: 0 is too few',
        parameter: 'last',
      });
    }
  });

  test('says nothing of what is no error of ours', () => {
    for (const thrown of [new Error(SECRET), SECRET, undefined]) {
      expect(problemOf(thrown)).toMatchObject({ status: 500, detail: expect.not.stringContaining(SECRET) as string });
    }
  });

  test('is a failure of ours unless the client caused it or it passes by itself', () => {
    expect([200, 304, 400, 404, 500, 502, 503].filter(isOurs)).toEqual([500, 502]);
  });
});
