import { toJSONSchema } from 'zod/mini';
import { portfolioSchema } from './portfolio-schema';

/**
 * What may stand in a portfolio file as JSON Schema (draft 7, which editors know), at
 * docs/portfolio.schema.json: every key with its meaning, every single value with its bounds. What spans
 * several values (ascending steps, as many weights as pairs) only {@link parsePortfolio} can check.
 */
export function portfolioJsonSchema(): object {
  return { title: 'Portfolio file of Evenkeel', ...toJSONSchema(portfolioSchema, { io: 'input', target: 'draft-07' }) };
}
