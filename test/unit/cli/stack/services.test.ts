import { oldestNode } from '../../../../cli/src/project-home';
import { serviceEnvironment } from '../../../../cli/src/stack/services';
import { textOf } from '../../../support/repository';

const SETTINGS = {
  endpoint: 'http://127.0.0.1:8000',
  stage: 'dev',
  port: 0,
  portfolios: new Map([
    ['classic', '/here/classic.json'],
    ['mine', '/there/p.json'],
  ]),
  source: 'csv',
};

afterEach(() => jest.restoreAllMocks());

describe('the environment of the local services', () => {
  test('says which database, portfolios and source, and no AWS account of the shell', () => {
    jest.replaceProperty(process, 'env', {
      PATH: '/bin',
      AWS_PROFILE: 'mine',
      AWS_ACCESS_KEY_ID: 'AKIA',
      NODE_OPTIONS: '--inspect',
      EVENKEEL_PORTFOLIO: 'hedged',
      EVENKEEL_PORTFOLIOS: 'hedged',
    });
    const environment = serviceEnvironment({ ...SETTINGS, now: new Date('2024-06-28T22:00:00Z') });
    expect(environment).toMatchObject({
      PATH: '/bin',
      AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:8000',
      AWS_ACCESS_KEY_ID: 'local',
      EVENKEEL_PORTFOLIO_FILES: '{"classic":"/here/classic.json","mine":"/there/p.json"}',
      EVENKEEL_SOURCE: 'csv',
      EVENKEEL_NOW: '2024-06-28T22:00:00.000Z',
    });
    expect(environment).not.toHaveProperty('AWS_PROFILE');
    expect(environment).not.toHaveProperty('NODE_OPTIONS');
    // What a shell says of a deployment is not meant for this machine.
    expect(environment).not.toHaveProperty('EVENKEEL_PORTFOLIO');
    expect(environment).not.toHaveProperty('EVENKEEL_PORTFOLIOS');
    expect(environment).not.toHaveProperty('EVENKEEL_DATA');
  });

  test('has them built for the oldest Node that the project runs on, not for the deployed one', () => {
    const { engines } = JSON.parse(textOf('package.json')) as { engines: { node: string } };
    expect(engines.node).toBe(`>=${oldestNode()}`);
    expect(serviceEnvironment(SETTINGS)['EVENKEEL_BUILD_TARGET']).toBe(`node${oldestNode()}`);
  });
});
