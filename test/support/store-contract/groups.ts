import { batchGroups } from './cases/batches';
import { conditionGroups } from './cases/conditions';
import { queryGroups } from './cases/queries';
import { requestGroups } from './cases/requests';
import { tableGroups } from './cases/tables';
import { transactionGroups } from './cases/transactions';
import { updateGroups } from './cases/updates';
import { valueGroups } from './cases/values';
import type { ContractGroup } from './contract';

/** The whole contract, but for what streams tell. */
export const CONTRACT: readonly ContractGroup[] = [
  ...tableGroups,
  ...valueGroups,
  ...requestGroups,
  ...conditionGroups,
  ...updateGroups,
  ...queryGroups,
  ...batchGroups,
  ...transactionGroups,
];
