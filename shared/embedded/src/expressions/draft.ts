import { type Attributes, setAttribute, type Value } from '../values/attribute-value';
import type { DocumentPath } from './document-path';

/** A value under change: maps and lists opened up, everything else as it was. */
type Open = { readonly map: Map<string, Open> } | { readonly list: OpenList } | { readonly value: Value };

interface OpenList {
  readonly elements: Open[];
  /** Places to leave out in the end. */
  readonly gone: Set<number>;
  /** Elements set beyond the end, by the place that was named. */
  readonly beyond: Map<number, Value>;
}

/** An item under change. It opens only what is touched; the item it began with stays as it is. */
export class Draft {
  private readonly root: Map<string, Open>;

  constructor(item: Attributes) {
    this.root = new Map(Object.entries(item).map(([name, value]) => [name, { value }]));
  }

  /** Puts `value` at a path whose containers are there; a place beyond a list's end is its next one. */
  set(path: DocumentPath, value: Value): void {
    const container = this.containerOf(path);
    const last = path[path.length - 1];
    if (container instanceof Map) {
      container.set(String(last), { value });
    } else if (typeof last === 'number') {
      if (last < container.elements.length) container.elements[last] = { value };
      else container.beyond.set(last, value);
    }
  }

  /** Takes away what is at a path whose containers are there, if anything is. */
  remove(path: DocumentPath): void {
    const container = this.containerOf(path);
    const last = path[path.length - 1];
    if (container instanceof Map) container.delete(String(last));
    else if (typeof last === 'number') container.gone.add(last);
  }

  /** The item as it is now. */
  finish(): Attributes {
    return closedMap(this.root);
  }

  private containerOf(path: DocumentPath): Map<string, Open> | OpenList {
    let container: Map<string, Open> | OpenList = this.root;
    for (const step of path.slice(0, -1)) container = openedAt(container, step);
    return container;
  }
}

function openedAt(container: Map<string, Open> | OpenList, step: string | number): Map<string, Open> | OpenList {
  const entry = container instanceof Map ? container.get(String(step)) : container.elements[Number(step)];
  const open = opened(entry);
  if (container instanceof Map) container.set(String(step), open);
  else container.elements[Number(step)] = open;
  return 'map' in open ? open.map : open.list;
}

function opened(entry: Open | undefined): { map: Map<string, Open> } | { list: OpenList } {
  if (entry === undefined) throw new Error('a draft was asked to open what is not there');
  if (!('value' in entry)) return entry;
  const { value } = entry;
  if ('M' in value) return { map: new Map(Object.entries(value.M).map(([name, inner]) => [name, { value: inner }])) };
  if (!('L' in value)) throw new Error('a draft was asked to open what holds nothing');
  return { list: { elements: value.L.map((inner) => ({ value: inner })), gone: new Set(), beyond: new Map() } };
}

function closed(open: Open): Value {
  if ('value' in open) return open.value;
  if ('map' in open) return { M: closedMap(open.map) };
  const { elements, gone, beyond } = open.list;
  const kept = elements.filter((_, place) => !gone.has(place)).map(closed);
  const appended = [...beyond].sort(([a], [b]) => a - b).map(([, value]) => value);
  return { L: [...kept, ...appended] };
}

function closedMap(map: ReadonlyMap<string, Open>): Attributes {
  const attributes: Record<string, Value> = {};
  for (const [name, open] of map) setAttribute(attributes, name, closed(open));
  return attributes;
}
