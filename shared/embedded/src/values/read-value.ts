import { invalid, invalidParameter, wrongJson } from '../errors';
import { LIMITS } from '../limits';
import { canonicalNumber } from '../numbers/number-text';
import { type Attributes, Bytes, setAttribute, type Value } from './attribute-value';

/**
 * A value from a request, in the SDK's shape or the wire's: binary data may be bytes or base64.
 * @throws StoreError `ValidationException` for what is no value, `SerializationException` for JSON of the wrong kind
 */
export function readValue(input: unknown, level = 1): Value {
  if (level > LIMITS.nestingLevels) {
    throw invalid(
      'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit',
    );
  }
  if (typeof input !== 'object' || input === null || Array.isArray(input)) throw notExpected(input);
  let found: Value | undefined;
  for (const [type, content] of Object.entries(input)) {
    if (content === undefined || content === null || !isReader(type)) continue;
    if (found !== undefined) {
      throw invalid(
        'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
      );
    }
    found = READERS[type](content, level);
  }
  if (found !== undefined) return found;
  throw invalid('Supplied AttributeValue is empty, must contain exactly one of the supported datatypes');
}

/** An item, a key or a map of a request; fails as {@link readValue} does. */
export function readAttributes(input: unknown, level = 0): Attributes {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) throw notExpected(input);
  const attributes: Record<string, Value> = {};
  for (const [name, value] of Object.entries(input)) {
    if (value === undefined) continue;
    if (name === '') throw invalid('Empty attribute name');
    setAttribute(attributes, name, readValue(value, level + 1));
  }
  return attributes;
}

/** What is said of JSON that is not of the kind a member has. */
export function notExpected(input: unknown): Error {
  if (Array.isArray(input)) return wrongJson('Start of list found where not expected');
  if (typeof input === 'object') return wrongJson('Start of structure or map found where not expected.');
  return wrongJson(`Unexpected value type in payload: ${jsonKind(input)}`);
}

const READERS = {
  S: (content: unknown): Value => ({ S: readText(content) }),
  N: (content: unknown): Value => ({ N: readNumber(content) }),
  B: (content: unknown): Value => ({ B: readBytes(content) }),
  BOOL: (content: unknown): Value => ({ BOOL: readFlag(content) }),
  NULL: (content: unknown): Value => {
    if (readFlag(content)) return { NULL: true };
    throw invalidParameter('Null attribute value types must have the value of true');
  },
  L: (content: unknown, level: number): Value => ({ L: readList(content).map((each) => readValue(each, level + 1)) }),
  M: (content: unknown, level: number): Value => ({ M: readAttributes(content, level) }),
  SS: (content: unknown): Value => {
    const members = readList(content).map(readText);
    if (members.length === 0) throw invalidParameter('An string set  may not be empty');
    if (new Set(members).size < members.length) {
      throw invalidParameter(`Input collection [${members.join(', ')}] contains duplicates.`);
    }
    return { SS: members };
  },
  NS: (content: unknown): Value => {
    const members = readList(content).map(readNumber);
    if (members.length === 0) throw invalidParameter('An number set  may not be empty');
    if (new Set(members).size < members.length) throw invalid('Input collection contains duplicates');
    return { NS: members };
  },
  BS: (content: unknown): Value => {
    const members = readList(content).map(readBytes);
    if (members.length === 0) throw invalidParameter('Binary sets should not be empty');
    const texts = members.map((member) => member.toJSON());
    if (new Set(texts).size < texts.length) {
      throw invalidParameter(`Input collection [${texts.join(', ')}]of type BS contains duplicates.`);
    }
    return { BS: members };
  },
} as const;

function isReader(type: string): type is keyof typeof READERS {
  return Object.hasOwn(READERS, type);
}

function readText(content: unknown): string {
  if (typeof content === 'string') return content;
  throw cannotConvert(content, 'String');
}

function readNumber(content: unknown): string {
  return canonicalNumber(readText(content));
}

function readFlag(content: unknown): boolean {
  if (typeof content === 'boolean') return content;
  throw cannotConvert(content, 'Boolean');
}

function readList(content: unknown): unknown[] {
  if (Array.isArray(content)) return content;
  throw notExpected(content);
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function readBytes(content: unknown): Bytes {
  if (content instanceof Uint8Array) return new Bytes(content);
  const text = readText(content);
  if (!BASE64.test(text)) throw wrongJson('Base64 encoded length is expected a multiple of 4 bytes but is not base64');
  return new Bytes(Buffer.from(text, 'base64'));
}

function cannotConvert(content: unknown, to: string): Error {
  if (typeof content === 'object') return notExpected(content);
  return wrongJson(`${jsonKind(content)} cannot be converted to ${to}`);
}

function jsonKind(content: unknown): string {
  if (typeof content === 'boolean') return content ? 'TRUE_VALUE' : 'FALSE_VALUE';
  if (typeof content === 'number') return Number.isInteger(content) ? 'NUMBER_VALUE' : 'DECIMAL_VALUE';
  return 'STRING_VALUE';
}
