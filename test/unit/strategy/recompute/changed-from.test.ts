import type { DynamoDBRecord } from 'aws-lambda';
import { changedFrom, EVERYTHING } from '../../../../services/strategy/src/recompute/changed-from';

const record = (ticker: string, session = '2024-06-28'): DynamoDBRecord => ({
  dynamodb: { Keys: { ticker: { S: ticker }, timestamp: { S: session } } },
});

describe('a batch of the stream', () => {
  it('says from which session on prices of a portfolio have changed', () => {
    const records = [
      record('XLF', '2001-01-02'),
      record('QQQ'),
      record('SQQQ', '2019-03-04'),
      record('QQQ', '2020-01-02'),
    ];
    expect(changedFrom(records, ['QQQ', 'SQQQ'])).toBe('2019-03-04');
  });

  it('does not concern a portfolio when no record is about one of its symbols', () => {
    expect(changedFrom([record('XLF')], ['QQQ', 'SQQQ'])).toBeUndefined();
    expect(changedFrom([], ['QQQ'])).toBeUndefined();
  });

  it.each([
    ['a record that does not say what it is about', {}],
    ['one without a session', { dynamodb: { Keys: { ticker: { S: 'QQQ' } } } }],
    ['one whose session is none', record('QQQ', 'yesterday')],
  ])('takes %s for a change of everything', (_, odd) => {
    expect(changedFrom([record('QQQ'), odd], ['QQQ'])).toBe(EVERYTHING);
  });
});
