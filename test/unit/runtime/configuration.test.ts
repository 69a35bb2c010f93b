import { oneOf, optional, readConfiguration, required } from '@evenkeel/runtime/configuration';
import { failureOf } from '../../support/failure';

const SETTINGS = {
  table: required('PRICE_HISTORY_TABLE'),
  topic: optional('SIGNAL_TOPIC_ARN'),
  source: oneOf('EVENKEEL_SOURCE', ['yahoo', 'csv'], 'yahoo'),
};
const refusal = (environment: Record<string, string>) =>
  failureOf(Promise.resolve().then(() => readConfiguration(environment, SETTINGS)));

describe('a configuration', () => {
  test('is what the environment says', () => {
    const environment = {
      PRICE_HISTORY_TABLE: 'prices',
      SIGNAL_TOPIC_ARN: 'arn:x',
      EVENKEEL_SOURCE: 'csv',
    };
    expect(readConfiguration(environment, SETTINGS)).toEqual({
      table: 'prices',
      topic: 'arn:x',
      source: 'csv',
    });
  });

  test.each([{}, { SIGNAL_TOPIC_ARN: '', EVENKEEL_SOURCE: '' }])(
    'has defaults for what is not set, or set to nothing',
    (unset) => {
      expect(readConfiguration({ PRICE_HISTORY_TABLE: 'prices', ...unset }, SETTINGS)).toEqual({
        table: 'prices',
        topic: undefined,
        source: 'yahoo',
      });
    },
  );

  test.each([{}, { PRICE_HISTORY_TABLE: '' }])('names a variable that must be set', async (environment) => {
    const { code, message, details } = await refusal(environment);
    expect(code).toBe('environment');
    expect(message).toMatch(/^PRICE_HISTORY_TABLE is not set; /);
    expect(details).toEqual({ variable: 'PRICE_HISTORY_TABLE' });
  });

  test('names a variable that says what it may not, and what it may', async () => {
    const { code, message, details } = await refusal({ PRICE_HISTORY_TABLE: 'prices', EVENKEEL_SOURCE: 'Yahoo' });
    expect(code).toBe('environment');
    expect(message).toBe('EVENKEEL_SOURCE: "Yahoo" is none of yahoo, csv');
    expect(details).toEqual({ variable: 'EVENKEEL_SOURCE' });
  });
});
