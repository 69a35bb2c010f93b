import { AppError } from '@evenkeel/domain';
import { asMap, isList, type Yaml, type YamlMap } from '../service-file';

/**
 * Whether `record` passes an event filter pattern, in Lambda's filter language. A pattern's keys all have to match; one of a leaf's
 * alternatives is enough, and one of the patterns under `$or`. Attribute values of DynamoDB are text, numbers included, so
 * `numeric` finds nothing in them.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-filtering.html
 */
export function matchesPattern(record: Yaml, pattern: YamlMap): boolean {
  return Object.entries(pattern).every(([key, expected]) => {
    if (key === '$or') return isList(expected) && expected.some((each) => matchesPattern(record, asMap(each)));
    const value = asMap(record)[key];
    return isList(expected) ? matchesLeaf(value, expected) : matchesPattern(value, asMap(expected));
  });
}

/** @throws AppError `bad-data` naming a rule that there is not, or what is no pattern */
export function checkPattern(pattern: YamlMap, where: string): void {
  for (const [key, expected] of Object.entries(pattern)) {
    if (key === '$or' && isList(expected)) for (const each of expected) checkPattern(asMap(each), where);
    else if (isList(expected)) for (const each of expected) checkAlternative(each, `${where}: ${key}`);
    else if (typeof expected === 'object' && expected !== null) checkPattern(asMap(expected), `${where}: ${key}`);
    else
      throw new AppError(
        'bad-data',
        `${where}: ${key} is ${JSON.stringify(expected)}; write a list of what is to match`,
      );
  }
}

function checkAlternative(alternative: Yaml, where: string): void {
  if (typeof alternative !== 'object' || alternative === null) return;
  const rules = Object.keys(alternative);
  const unknown = rules.find((rule) => !Object.hasOwn(RULES, rule));
  if (unknown === undefined && rules.length === 1) return;
  const what = unknown === undefined ? 'one rule at a time' : `there is no rule "${unknown}"`;
  throw new AppError('bad-data', `${where}: ${what}; Lambda knows ${Object.keys(RULES).join(', ')}`);
}

function matchesLeaf(value: Yaml, alternatives: readonly Yaml[]): boolean {
  const values = isList(value) ? value : [value];
  return alternatives.some((alternative) => values.some((each) => matchesAlternative(each, alternative)));
}

function matchesAlternative(value: Yaml, alternative: Yaml): boolean {
  if (typeof alternative !== 'object' || alternative === null) return value === alternative;
  return Object.entries(asMap(alternative)).some(([rule, operand]) => RULES[rule]?.(value, operand) ?? false);
}

type Rule = (value: Yaml, operand: Yaml) => boolean;

const RULES: Readonly<Record<string, Rule>> = {
  exists: (value, operand) => (value !== undefined && !isBranch(value)) === operand,
  prefix: (value, operand) => bothText(value, operand, (text, part) => text.startsWith(part)),
  suffix: (value, operand) => bothText(value, operand, (text, part) => text.endsWith(part)),
  'equals-ignore-case': (value, operand) =>
    bothText(value, operand, (text, other) => text.toLowerCase() === other.toLowerCase()),
  'anything-but': (value, operand) => value !== undefined && !(isList(operand) ? operand : [operand]).includes(value),
  numeric: (value, operand) => typeof value === 'number' && isList(operand) && inRange(value, operand),
};

/** `exists` asks for a leaf: of what is only a way to one it is false. */
function isBranch(value: Yaml): boolean {
  return typeof value === 'object' && value !== null && !isList(value);
}

function bothText(value: Yaml, operand: Yaml, holds: (value: string, operand: string) => boolean): boolean {
  return typeof value === 'string' && typeof operand === 'string' && holds(value, operand);
}

/** `["=", 100]`, `[">", 10, "<=", 20]`. */
function inRange(value: number, comparisons: readonly Yaml[]): boolean {
  for (let at = 0; at < comparisons.length; at += 2) {
    const [operator, bound] = [comparisons[at], comparisons[at + 1]];
    if (typeof operator !== 'string' || typeof bound !== 'number') return false;
    if (COMPARISONS[operator]?.(value, bound) !== true) return false;
  }
  return comparisons.length > 0;
}

const COMPARISONS: Readonly<Record<string, (value: number, bound: number) => boolean>> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};
