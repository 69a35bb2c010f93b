import type { DynamoDBRecord } from 'aws-lambda';
import { batchFailed, concerns } from '../../../services/strategy/src/recompute/batch';

const record = (ticker: string, sequence: string): DynamoDBRecord => ({
  dynamodb: { Keys: { ticker: { S: ticker }, timestamp: { S: '2024-06-28' } }, SequenceNumber: sequence },
});

describe('a batch', () => {
  it('is reported from its lowest sequence number on, compared as a number', () => {
    const records = ['1000000000000000000000000010', '999999999999999999999999999', '1000000000000000000000000009'].map(
      (each) => record('QQQ', each),
    );
    expect(batchFailed(records)).toEqual({ batchItemFailures: [{ itemIdentifier: '999999999999999999999999999' }] });
  });

  it('fails as a whole where no record has a number', () => {
    expect(batchFailed([{}])).toEqual({ batchItemFailures: [{ itemIdentifier: '' }] });
  });

  it('concerns a portfolio when any record is about one of its symbols, or does not say', () => {
    expect(concerns([record('XLF', '1'), record('QQQ', '2')], ['QQQ', 'SQQQ'])).toBe(true);
    expect(concerns([record('XLF', '1')], ['QQQ', 'SQQQ'])).toBe(false);
    expect(concerns([{}], ['QQQ'])).toBe(true);
    expect(concerns([], ['QQQ'])).toBe(false);
  });
});
