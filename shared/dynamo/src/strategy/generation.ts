import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** Which of its definitions a portfolio is computed by. */
export interface Generation {
  /** From 1 on; grows with each view whose portfolio says something else than that of the view before. */
  readonly number: number;
  /** Hash of what the portfolio says. */
  readonly hash: string;
}

/**
 * The generation of a portfolio that says what `hash` is of, after the generation `known`: the same one, or the next. Only a
 * publication makes it so, together with its view.
 */
export function generationAfter(known: Generation | undefined, hash: string): Generation {
  return known?.hash === hash ? known : { number: (known?.number ?? 0) + 1, hash };
}

/** A generation as an attribute of the fence. */
export function generationAttribute({ number, hash }: Generation): AttributeValue {
  return { M: { number: { N: String(number) }, hash: { S: hash } } };
}

/** The generation in an attribute of the fence, `undefined` where there is none. */
export function generationIn(attribute: AttributeValue | undefined): Generation | undefined {
  const { number, hash } = attribute?.M ?? {};
  if (number?.N === undefined || hash?.S === undefined) return undefined;
  return { number: Number(number.N), hash: hash.S };
}
