import { here } from '../src/here';
import type { DynamoClients } from '../../../shared/dynamo/src/requests/clients';

/** A connection of the simulated process to the simulation's tables. */
export function createDynamoClients(): DynamoClients {
  return { client: here.dynamo(), destroy: () => undefined };
}

export function isLoopback(): boolean {
  return true;
}
