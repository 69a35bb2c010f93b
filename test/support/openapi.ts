import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020';
import { fullFormats } from 'ajv-formats/dist/formats';
import { load } from 'js-yaml';

const FILE = resolve(__dirname, '../../services/query/openapi.yml');

/** openapi.yml as the object it describes. */
export function openapiDocument(): Record<string, unknown> {
  const document: unknown = load(readFileSync(FILE, 'utf8'));
  if (typeof document !== 'object' || document === null) throw new Error(`${FILE} is not a mapping`);
  return { ...document };
}

const document = openapiDocument();
const ajv = new Ajv2020({ strict: false, allErrors: true, formats: fullFormats });
ajv.addSchema(document, 'openapi');

/**
 * What is wrong with a JSON answer by the schema that openapi.yml gives for its address, status and
 * content type; empty when it is right. `path` is written as in the file, e.g. `/v1/portfolios/{name}`.
 */
export async function violations(path: string, response: Response): Promise<string[]> {
  const responses = ['paths', path, 'get', 'responses'];
  const status = lookUp([...responses, String(response.status)]) === undefined ? 'default' : String(response.status);
  const shared = lookUp([...responses, status, '$ref']);
  const declared = typeof shared === 'string' ? shared.replace(/^#\//, '').split('/') : [...responses, status];
  const type = (response.headers.get('content-type') ?? '').split(';')[0] ?? '';
  const schema = [...declared, 'content', type, 'schema'];
  if (lookUp(schema) === undefined) return [`${path} declares no ${type} for ${response.status}`];
  const pointer = schema.map((key) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
  const validate = ajv.compile({ $ref: `openapi#/${pointer}` });
  const body: unknown = await response.clone().json();
  return validate(body) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ''}`);
}

function lookUp(keys: readonly string[]): unknown {
  let value: unknown = document;
  for (const key of keys) {
    value =
      typeof value === 'object' && value !== null
        ? Object.entries(value).find(([each]) => each === key)?.[1]
        : undefined;
  }
  return value;
}
