import { type Attributes, setAttribute, type Value } from '../values/attribute-value';
import { type DocumentPath, within } from './document-path';

/** The steps that some paths take from one place on; none where a path ends. */
type Selection = Map<string | number, Selection>;

/**
 * What lies at `paths`, in its place; lists keep only the elements asked for, in their order. Nothing where there is nothing.
 * @param paths none of which is another's beginning
 */
export function project(item: Attributes, paths: readonly DocumentPath[]): Attributes {
  const selection: Selection = new Map();
  for (const path of paths) {
    let here = selection;
    for (const step of path) {
      const below: Selection = here.get(step) ?? new Map<string | number, Selection>();
      here.set(step, below);
      here = below;
    }
  }
  return selected({ M: item }, selection);
}

function selected(value: Value, selection: Selection): Record<string, Value> {
  const attributes: Record<string, Value> = {};
  for (const [step, below] of selection) {
    if (typeof step !== 'string') continue;
    const part = select(within(value, step), below);
    if (part !== undefined) setAttribute(attributes, step, part);
  }
  return attributes;
}

function select(value: Value | undefined, selection: Selection): Value | undefined {
  if (value === undefined || selection.size === 0) return value;
  if ('M' in value) {
    const attributes = selected(value, selection);
    return Object.keys(attributes).length > 0 ? { M: attributes } : undefined;
  }
  if (!('L' in value)) return undefined;
  const elements = value.L.flatMap((element, index) => {
    const below = selection.get(index);
    return below === undefined ? [] : (select(element, below) ?? []);
  });
  return elements.length > 0 ? { L: elements } : undefined;
}
