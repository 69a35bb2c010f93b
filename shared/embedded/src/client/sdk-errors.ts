import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DynamoDBServiceException,
  IdempotentParameterMismatchException,
  InternalServerError,
  ResourceInUseException,
  ResourceNotFoundException,
  TransactionCanceledException,
} from '@aws-sdk/client-dynamodb';
import type { StoreError } from '../errors';
import type { Attributes, Value } from '../values/attribute-value';

/** An error of the store as the SDK would throw it: its class where the SDK has one. */
export function sdkError({ name, message, details, status }: StoreError): DynamoDBServiceException {
  const common = { message, $metadata: { httpStatusCode: status, attempts: 1, totalRetryDelay: 0 } };
  switch (name) {
    case 'ConditionalCheckFailedException':
      return new ConditionalCheckFailedException({
        ...common,
        ...(details.Item === undefined ? {} : { Item: itemOf(details.Item) }),
      });
    case 'TransactionCanceledException':
      return new TransactionCanceledException({
        ...common,
        Message: message,
        CancellationReasons: (details.CancellationReasons ?? []).map(({ Item, ...reason }) => ({
          ...reason,
          ...(Item === undefined ? {} : { Item: itemOf(Item) }),
        })),
      });
    case 'ResourceNotFoundException':
      return new ResourceNotFoundException(common);
    case 'ResourceInUseException':
      return new ResourceInUseException(common);
    case 'IdempotentParameterMismatchException':
      return new IdempotentParameterMismatchException({ ...common, Message: message });
    case 'InternalServerError':
      return new InternalServerError(common);
    default:
      return new DynamoDBServiceException({ ...common, name, $fault: status < 500 ? 'client' : 'server' });
  }
}

function itemOf(attributes: Attributes): Record<string, AttributeValue> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, valueOf(value)]));
}

/** A copy that the SDK's types let be changed. */
function valueOf(value: Value): AttributeValue {
  if ('L' in value) return { L: value.L.map(valueOf) };
  if ('M' in value) return { M: itemOf(value.M) };
  if ('SS' in value) return { SS: [...value.SS] };
  if ('NS' in value) return { NS: [...value.NS] };
  if ('BS' in value) return { BS: [...value.BS] };
  return value;
}
