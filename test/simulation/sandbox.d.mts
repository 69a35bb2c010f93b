/** See sandbox.mjs. */
export function sandbox(texts: Readonly<Record<string, string>>): {
  readonly simulate: (options: object) => unknown;
};
