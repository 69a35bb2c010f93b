import { here } from '../src/here';
import type { Publication } from '../src/process';

export class PublishCommand {
  constructor(readonly input: Publication) {}
}

export class SNSClient {
  send({ input }: PublishCommand): Promise<object> {
    return here.sns(input);
  }
}
