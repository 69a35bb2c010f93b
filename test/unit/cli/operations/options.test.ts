import { Decimal } from 'decimal.js';
import { parseSessionDate } from '@evenkeel/domain/calendar';
import { parseTicker, type Ticker } from '@evenkeel/domain/prices';
import { chosenSource, chosenSymbols, ingest, rangeOf, requireRealPrices } from '../../../../cli/src/operations/ingest';
import { csvLine } from '../../../../cli/src/operations/export-bars';
import { failureOf } from '../../../support/failure';
import { presets } from '../../../factories/portfolio';

const both = [presets.classic, presets.hedged];

describe('--symbols', () => {
  test('comma-separated in either case, each once', () => {
    expect(chosenSymbols('qqq, SQQQ,QQQ', both)).toEqual(['QQQ', 'SQQQ']);
  });

  test("are the portfolio's legs and benchmark when left out", () => {
    expect(chosenSymbols(undefined, both)).toHaveLength(11);
  });

  test.each([
    [' , ', /--symbols names no symbol/],
    ['QQQ,$$$', /--symbols: "\$\$\$" is not a symbol/],
  ])('%j is refused', (text, message) => {
    expect(() => chosenSymbols(text, both)).toThrow(message);
  });
});

describe('--source', () => {
  test('csv without a folder says which option is missing', () => {
    expect(() => chosenSource({ source: 'csv' })).toThrow(/--data/);
  });

  test('auto is for up alone', () => {
    expect(() => chosenSource({ source: 'auto' })).toThrow(/no source "auto"; choose yahoo, csv, synthetic/);
  });
});

describe('what is not real', () => {
  const LOCAL = { AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:8000' };
  const NOW = { EVENKEEL_NOW: '2024-06-28T22:00:00Z' };

  const MADE_UP = [parseTicker('QQQ')];

  test.each<[string, Ticker[], Record<string, string>, RegExp]>([
    ['synthetic', MADE_UP, {}, /^--source synthetic: prices that are made up are for .*on this machine only/],
    ['csv', MADE_UP, {}, /^--source csv: prices that are made up \(QQQ\) are for .*on this machine only/],
    [
      'synthetic',
      MADE_UP,
      { AWS_ENDPOINT_URL_DYNAMODB: 'https://dynamodb.eu-west-1.amazonaws.com' },
      /^--source synth/,
    ],
    ['synthetic', MADE_UP, { AWS_ENDPOINT_URL: 'http://127.0.0.1.example.com:8000' }, /^--source synthetic/],
    ['yahoo', [], NOW, /^EVENKEEL_NOW: 2024-06-28T22:00:00Z may stand in/],
  ])('%s prices, made up %j, with %j are refused in one line', async (source, madeUp, environment, message) => {
    const refused = await failureOf(Promise.resolve().then(() => requireRealPrices(source, madeUp, environment)));
    expect(refused.code).toBe('bad-input');
    expect(refused.message).toMatch(message);
  });

  test.each<[string, Ticker[], Record<string, string>]>([
    ['synthetic', MADE_UP, { ...LOCAL, ...NOW }],
    ['synthetic', MADE_UP, { AWS_ENDPOINT_URL: 'http://localhost:8000' }],
    ['csv', MADE_UP, LOCAL],
    ['yahoo', [], {}],
    ['csv', [], { EVENKEEL_NOW: '' }],
  ])('%s prices, made up %j, with %j may be stored', (source, madeUp, environment) => {
    expect(() => requireRealPrices(source, madeUp, environment)).not.toThrow();
  });

  test('is refused before a job begins', async () => {
    jest.replaceProperty(process, 'env', {
      AWS_ENDPOINT_URL_DYNAMODB: 'https://dynamodb.invalid',
      AWS_REGION: 'us-east-1',
    });
    const refused = await failureOf(ingest('update', { portfolio: ['classic'], source: 'synthetic', stage: 'prod' }));
    jest.restoreAllMocks();
    expect(refused.message).toMatch(/^--source synthetic/);
  });
});

describe('--period, --from, --to', () => {
  test('nothing means all there is', () => {
    expect(rangeOf({})).toEqual({ period: undefined, from: undefined, to: undefined });
  });

  test.each([
    [{ period: '2w' }, /--period: "2w" is none of 5d, 1mo/],
    [{ from: '2024-02-30' }, /--from: "2024-02-30" is not a date/],
    [{ to: 'today' }, /--to: "today" is not a date/],
  ])('%j is refused', (options, message) => {
    expect(() => rangeOf(options)).toThrow(message);
  });
});

test('an exported line has exact decimals, never an exponent', () => {
  const bar = {
    session: parseSessionDate('2010-02-11'),
    open: new Decimal('0.0000001'),
    high: new Decimal('76.980000'),
    low: new Decimal('1e21'),
    close: new Decimal('76.98'),
    volume: new Decimal('123456789012345678901234'),
    dividend: new Decimal(0),
    split: new Decimal('0.2'),
  };
  expect(csvLine(parseTicker('SQQQ'), bar)).toBe(
    'SQQQ,2010-02-11,0.0000001,76.98,1000000000000000000000,76.98,123456789012345678901234,0,0.2\n',
  );
});
