import { isLoopback } from '@evenkeel/dynamo/requests';
import { clientConfig } from '../../../../shared/dynamo/src/requests/clients';

test('a loopback endpoint needs no account', () => {
  expect(clientConfig({ endpoint: 'http://127.0.0.1:8000' }, {})).toMatchObject({
    endpoint: 'http://127.0.0.1:8000',
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
});

test('AWS gets neither dummy credentials nor a made-up region', () => {
  expect(Object.keys(clientConfig({}, {})).toSorted()).toEqual(['maxAttempts', 'requestHandler']);
  expect(clientConfig({ endpoint: 'https://dynamodb.eu-west-1.amazonaws.com' }, {})).not.toHaveProperty('credentials');
});

test('the environment names the endpoint where the caller does not', () => {
  expect(clientConfig({}, { AWS_ENDPOINT_URL_DYNAMODB: 'http://localhost:1', AWS_REGION: 'eu-west-1' })).toMatchObject({
    endpoint: 'http://localhost:1',
    region: 'eu-west-1',
  });
});

test.each([
  ['http://127.0.0.1:80', true],
  ['http://127.1.2.3', true],
  ['http://localhost:80', true],
  ['http://[::1]:80', true],
  ['http://127.0.0.1.example.com', false],
  ['https://dynamodb.us-east-1.amazonaws.com', false],
  ['not a url', false],
])('%s is on this machine: %s', (endpoint, expected) => {
  expect(isLoopback(endpoint)).toBe(expected);
});
