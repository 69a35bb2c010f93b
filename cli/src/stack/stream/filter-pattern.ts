import { asMap, isList, type Yaml, type YamlMap } from '../service-file';

/**
 * Whether `record` passes an event filter pattern, in the part of Lambda's filter language that
 * streams are filtered by: exact values, `exists`, `prefix`, `suffix`, `anything-but`. A pattern's keys all have to
 * match; one of a leaf's alternatives is enough.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
 */
export function matchesPattern(record: Yaml, pattern: YamlMap): boolean {
  return Object.entries(pattern).every(([key, expected]) => {
    const value = asMap(record)[key];
    return isList(expected) ? matchesLeaf(value, expected) : matchesPattern(value, asMap(expected));
  });
}

function matchesLeaf(value: Yaml, alternatives: readonly Yaml[]): boolean {
  const values = isList(value) ? value : [value];
  return alternatives.some((alternative) => values.some((each) => matchesAlternative(each, alternative)));
}

function matchesAlternative(value: Yaml, alternative: Yaml): boolean {
  if (typeof alternative !== 'object' || alternative === null) return value === alternative;
  const [rule = '', operand] = Object.entries(asMap(alternative))[0] ?? [];
  switch (rule) {
    case 'exists':
      return (value !== undefined) === operand;
    case 'prefix':
      return typeof value === 'string' && typeof operand === 'string' && value.startsWith(operand);
    case 'suffix':
      return typeof value === 'string' && typeof operand === 'string' && value.endsWith(operand);
    case 'anything-but':
      return value !== undefined && !(isList(operand) ? operand : [operand]).includes(value);
    default:
      return false;
  }
}
