import type { DynamoDBRecord } from 'aws-lambda';
import { concerns } from '../../../../services/strategy/src/recompute/concerns';

const record = (ticker: string): DynamoDBRecord => ({
  dynamodb: { Keys: { ticker: { S: ticker }, timestamp: { S: '2024-06-28' } } },
});

describe('a batch of the stream', () => {
  it('concerns a portfolio when any record is about one of its symbols, or does not say', () => {
    expect(concerns([record('XLF'), record('QQQ')], ['QQQ', 'SQQQ'])).toBe(true);
    expect(concerns([record('XLF')], ['QQQ', 'SQQQ'])).toBe(false);
    expect(concerns([{}], ['QQQ'])).toBe(true);
    expect(concerns([], ['QQQ'])).toBe(false);
  });
});
