import * as fc from 'fast-check';
import { Decimal } from 'decimal.js';
import type { Bar } from '@evenkeel/domain/prices';
import { parseTicker } from '@evenkeel/domain/prices';
import { barItem, barOfItem, sameBar } from '@evenkeel/dynamo/prices';
import { bar } from '../../../factories/bars';
import { failureOf } from '../../../support/failure';

const QQQ = parseTicker('QQQ');
const provenance = { source: 'yahoo', recordedAt: '2024-06-28T22:00:00.000Z' };

/** Decimals as the table may hold them: up to 30 digits, 6 of them after the point. */
const price = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 24n }), fc.integer({ min: 0, max: 999_999 }))
  .map(([whole, millionths]) => `${whole}.${String(millionths).padStart(6, '0')}`);
const anyBar = fc
  .record({ open: price, high: price, low: price, close: price, volume: price, dividend: price, split: price })
  .map((texts): Bar => {
    const { open, high, low, close, volume, dividend, split } = texts;
    const exact = (text: string): Decimal => new Decimal(text);
    return {
      ...bar('2024-06-28'),
      open: exact(open),
      high: exact(high),
      low: exact(low),
      close: exact(close),
      volume: exact(volume),
      dividend: exact(dividend),
      split: exact(split),
    };
  });

test('every decimal comes back as it went in, digit for digit', () => {
  fc.assert(
    fc.property(anyBar, (original) => {
      const { source, recordedAt, bulk, ...values } = barOfItem(barItem(QQQ, original, provenance));
      expect({ source, recordedAt, bulk }).toEqual({ ...provenance, bulk: false });
      expect(sameBar(values, original)).toBe(true);
    }),
  );
});

test('an item is plain decimal text under the names of the table', () => {
  const item = barItem(
    QQQ,
    bar('2010-02-11', { close: '0.0000012', volume: '123456789012345678901234567890', dividend: '0.1', split: '0.2' }),
    provenance,
    true,
  );
  expect(item).toMatchObject({
    ticker: { S: 'QQQ' },
    timestamp: { S: '2010-02-11' },
    close: { N: '0.0000012' },
    volume: { N: '123456789012345678901234567890' },
    dividends: { N: '0.1' },
    splits: { N: '0.2' },
    source: { S: 'yahoo' },
    bulk: { N: '1' },
  });
});

test('only bulk rows have the attribute that keeps the strategy asleep', () => {
  expect(barItem(QQQ, bar('2024-06-28'), provenance)).not.toHaveProperty('bulk');
  expect(barOfItem(barItem(QQQ, bar('2024-06-28'), provenance, true)).bulk).toBe(true);
});

test('two bars that differ in one digit of one field are not the same', () => {
  expect(sameBar(bar('2024-06-28', { close: '1.000001' }), bar('2024-06-28', { close: '1.000002' }))).toBe(false);
  expect(sameBar(bar('2024-06-28', { close: '1.10' }), bar('2024-06-28', { close: '1.1' }))).toBe(true);
});

test.each(['close', 'timestamp', 'source'])('an item without a readable %s is named', async (attribute) => {
  const item = { ...barItem(QQQ, bar('2024-06-28'), provenance), [attribute]: { BOOL: true } };
  const error = await failureOf(Promise.resolve().then(() => barOfItem(item)));
  expect(error).toMatchObject({ code: 'bad-data', details: { symbol: 'QQQ', attribute } });
});
