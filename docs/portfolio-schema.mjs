/** Writes docs/portfolio.schema.json, the JSON Schema of a portfolio file for editors: `npm run schema`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import { bundled } from './bundle.mjs';

const { portfolioJsonSchema } = await bundled(
  'portfolio-schema',
  "export { portfolioJsonSchema } from '@evenkeel/domain/portfolio';",
);
const path = join(import.meta.dirname, 'portfolio.schema.json');
writeFileSync(path, await format(JSON.stringify(portfolioJsonSchema()), { parser: 'json', printWidth: 120 }));
console.log(path);
