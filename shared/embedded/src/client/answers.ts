/** Members that the wire has in seconds and the SDK as dates. */
const INSTANTS = new Set(['CreationDateTime', 'LastUpdateToPayPerRequestDateTime', 'CreationRequestDateTime']);

/** A copy of an answer of the store, in the SDK's shape: whoever gets it may change it. */
export function sdkAnswer(answer: object): object {
  return { ...copyOf(answer), $metadata: { httpStatusCode: 200, attempts: 1, totalRetryDelay: 0 } };
}

function copyOf(answer: object): object {
  return Object.fromEntries(
    Object.entries(answer).map(([name, value]: [string, unknown]) => {
      return [name, INSTANTS.has(name) && typeof value === 'number' ? new Date(value * 1000) : copied(value)];
    }),
  );
}

function copied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copied);
  if (value instanceof Uint8Array) return Uint8Array.from(value);
  return typeof value === 'object' && value !== null ? copyOf(value) : value;
}
