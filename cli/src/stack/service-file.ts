import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { CORE_SCHEMA, defineMappingTag, defineScalarTag, defineSequenceTag, load, mapTag, mergeTag } from 'js-yaml';
import { AppError, messageOf } from '@evenkeel/domain';
import { serviceFolder, type ServiceName } from '../project-home';

/** Anything YAML can say. */
export type Yaml = string | number | boolean | null | undefined | readonly Yaml[] | YamlMap;
export interface YamlMap {
  readonly [key: string]: Yaml;
}

/** CloudFormation's short forms; `!Ref x` reads as `{ Ref: x }`, the others as `{ 'Fn::Sub': x }` and so on. */
const TAGS = [
  'Ref',
  'Condition',
  'Sub',
  'GetAtt',
  'ImportValue',
  'Join',
  'Select',
  'Split',
  'If',
  'Equals',
  'Not',
  'And',
  'Or',
  'FindInMap',
  'GetAZs',
  'Base64',
  'Cidr',
];
/** What the framework's own reader takes: YAML 1.2 with merge keys. */
const SCHEMA = CORE_SCHEMA.withTags(mergeTag, TAGS.flatMap(tagForms));

/** The three forms of one short form: a scalar, a list or a mapping behind it. None is ever written. */
function tagForms(tag: string) {
  const long = tag === 'Ref' || tag === 'Condition' ? tag : `Fn::${tag}`;
  const full = (value: unknown): Record<string, unknown> => ({ [long]: value });
  const identify = (): boolean => false;
  const { create, addPair, has } = mapTag;
  const nothingToMerge = { keys: () => [], get: () => undefined };
  return [
    defineScalarTag(`!${tag}`, { resolve: full, identify }),
    defineSequenceTag(`!${tag}`, {
      create: (): unknown[] => [],
      addItem: (list, item) => void list.push(item),
      finalize: full,
      identify,
    }),
    defineMappingTag(`!${tag}`, { create, addPair, has, ...nothingToMerge, finalize: full, identify }),
  ];
}

/** One service's serverless.yml with the variables of {@link resolveVariables} filled in. */
export interface ServiceFile {
  readonly path: string;
  /** `service:`, e.g. `evenkeel-strategy`. */
  readonly service: string;
  /** `functions:` by key. */
  readonly functions: YamlMap;
  /** `resources.Resources` by logical id. */
  readonly resources: YamlMap;
}

/**
 * Reads `services/<name>/serverless.yml` for `stage`.
 * @throws AppError `bad-data` naming the file and the variable or line that cannot be read
 */
export function readServiceFile(name: ServiceName, stage: string): ServiceFile {
  const path = join(serviceFolder(name), 'serverless.yml');
  const files = new Map<string, Yaml>();
  const root = asMap(parse(path));
  const resolved = (key: string): Yaml => resolveVariables(root[key], { root, stage, path, files });
  const service = resolved('service');
  if (typeof service !== 'string') throw new AppError('bad-data', `${path}: "service" is missing`);
  return { path, service, functions: asMap(resolved('functions')), resources: resourcesOf(resolved('resources')) };
}

/** `value` when it is a mapping, an empty one otherwise. */
export function asMap(value: Yaml): YamlMap {
  return isMap(value) ? value : {};
}

/** `value` when it is a list, an empty one otherwise. */
export function asList(value: Yaml): readonly Yaml[] {
  return isList(value) ? value : [];
}

/** `resources:` is one template or a list of templates to merge. */
function resourcesOf(resources: Yaml): YamlMap {
  const templates = isList(resources) ? resources : [resources];
  return Object.fromEntries(templates.flatMap((template) => Object.entries(asMap(asMap(template).Resources))));
}

function isMap(value: Yaml): value is YamlMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True for a list; `Array.isArray` alone forgets what is in a read-only one. */
export function isList(value: Yaml): value is readonly Yaml[] {
  return Array.isArray(value);
}

function parse(path: string): Yaml {
  try {
    const parsed: unknown = load(readFileSync(path, 'utf8'), { schema: SCHEMA, filename: path });
    return toYaml(parsed);
  } catch (error) {
    throw new AppError('bad-data', `${path} cannot be read: ${messageOf(error).split('\n')[0]}`);
  }
}

function toYaml(value: unknown): Yaml {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map(toYaml);
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, toYaml(inner)]));
  return undefined;
}

interface Scope {
  readonly root: YamlMap;
  readonly stage: string;
  readonly path: string;
  /** What has been read of other files, by path. */
  readonly files: Map<string, Yaml>;
}

/** `${source:address, fallback}` without braces inside: the innermost variable. */
const VARIABLE = /\$\{(?!AWS::)([^${}]+)\}/;

/**
 * Fills in the Serverless variables that a local run can answer: `sls:stage`, `opt:stage`, `self:`,
 * `file()`, `env:` and `param:`, each with its fallback. Anything else stays as it is, for nothing
 * local reads it.
 */
function resolveVariables(value: Yaml, scope: Scope): Yaml {
  if (typeof value === 'string') return resolveText(value, scope);
  if (isList(value)) return value.map((inner) => resolveVariables(inner, scope));
  if (isMap(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolveVariables(inner, scope)]));
  }
  return value;
}

function resolveText(text: string, scope: Scope): Yaml {
  let current = text;
  for (let depth = 0; depth < 20; depth += 1) {
    const match = VARIABLE.exec(current);
    if (match?.[1] === undefined) return current;
    const found = valueOf(match[1], scope);
    if (found === undefined) return current;
    if (typeof found === 'object') return match[0] === current ? resolveVariables(found, scope) : current;
    if (match[0] === current && typeof found !== 'string') return found;
    current = current.replace(match[0], () => String(found));
  }
  throw new AppError('bad-data', `${scope.path}: the variable in "${text}" refers to itself`);
}

function valueOf(expression: string, scope: Scope): Yaml {
  const [address = '', ...fallbacks] = expression.split(',').map((part) => part.trim());
  const found = lookUp(address, scope);
  if (found !== undefined && found !== null) return found;
  if (fallbacks.length === 0) return undefined;
  const fallback = fallbacks.join(', ');
  const quoted = /^'(.*)'$|^"(.*)"$/.exec(fallback);
  if (quoted) return quoted[1] ?? quoted[2];
  return fallback === 'null' ? null : (valueOf(fallback, scope) ?? fallback);
}

function lookUp(address: string, scope: Scope): Yaml {
  const file = /^file\(([^)]+)\)(?::(.+))?$/.exec(address);
  if (file?.[1] !== undefined) return inFile(file[1].trim(), file[2] ?? '', scope);
  const { root, stage } = scope;
  if (address === 'sls:stage' || address === 'opt:stage' || address === 'self:provider.stage') return stage;
  const [source, key] = [address.slice(0, address.indexOf(':')), address.slice(address.indexOf(':') + 1)];
  if (source === 'env') return process.env[key];
  if (source === 'self') return at(root, key, scope);
  if (source === 'param') {
    return at(root, `params.${stage}.${key}`, scope) ?? at(root, `params.default.${key}`, scope);
  }
  return undefined;
}

/** Like the framework, from the service's folder whichever file names it; what a script would answer stays open. */
function inFile(name: string, dotted: string, scope: Scope): Yaml {
  if (!/\.ya?ml$/.test(name)) return undefined;
  const path = resolve(dirname(scope.path), name);
  const content = scope.files.get(path) ?? parse(path);
  scope.files.set(path, content);
  return at(content, dotted, scope);
}

/** Follows `dotted` from key to key, through variables that stand in the way. */
function at(value: Yaml, dotted: string, scope: Scope): Yaml {
  if (dotted === '') return value;
  return dotted.split('.').reduce<Yaml>((inner, part) => {
    const map = typeof inner === 'string' ? resolveText(inner, scope) : inner;
    return asMap(map)[part];
  }, value);
}
