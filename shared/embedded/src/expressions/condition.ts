import { typeOf, type Attributes, type Value } from '../values/attribute-value';
import { beginsWith, orderOf, sameValue } from '../values/value-order';
import type { Condition, Operand } from './bind-condition';
import { valueAt } from './document-path';
import type { Comparator } from './syntax';

/** Whether a condition holds for an item; an item that is not there has no attributes. */
export function holds(condition: Condition, item: Attributes): boolean {
  switch (condition.test) {
    case 'and':
      return condition.conditions.every((each) => holds(each, item));
    case 'or':
      return condition.conditions.some((each) => holds(each, item));
    case 'not':
      return !holds(condition.condition, item);
    case 'exists':
      return (valueAt(item, condition.path) !== undefined) === condition.expected;
    case 'compare':
      return compares(condition.comparator, valueOf(condition.left, item), valueOf(condition.right, item));
    case 'between': {
      const value = valueOf(condition.operand, item);
      const [low, high] = [valueOf(condition.low, item), valueOf(condition.high, item)];
      return compares('>=', value, low) && compares('<=', value, high);
    }
    case 'in': {
      const value = valueOf(condition.operand, item);
      return condition.members.some((member) => compares('=', value, valueOf(member, item)));
    }
    case 'type': {
      const value = valueOf(condition.operand, item);
      return value !== undefined && typeOf(value) === condition.type;
    }
    case 'begins_with': {
      const [value, start] = [valueOf(condition.operand, item), valueOf(condition.other, item)];
      return value !== undefined && start !== undefined && beginsWith(value, start);
    }
    case 'contains': {
      const [value, part] = [valueOf(condition.operand, item), valueOf(condition.other, item)];
      return value !== undefined && part !== undefined && contains(value, part);
    }
  }
}

/** What is not there is different from everything, also from what else is not there. */
function compares(comparator: Comparator, left: Value | undefined, right: Value | undefined): boolean {
  if (left === undefined || right === undefined) return comparator === '<>';
  if (comparator === '=') return sameValue(left, right);
  if (comparator === '<>') return !sameValue(left, right);
  const order = orderOf(left, right);
  if (order === undefined) return false;
  if (comparator === '<') return order < 0;
  if (comparator === '<=') return order <= 0;
  return comparator === '>' ? order > 0 : order >= 0;
}

/** A part of a text or binary, a member of a set or list. */
function contains(value: Value, part: Value): boolean {
  if ('S' in value) return 'S' in part && value.S.includes(part.S);
  if ('B' in value) return 'B' in part && Buffer.from(value.B).includes(Buffer.from(part.B));
  if ('SS' in value) return 'S' in part && value.SS.includes(part.S);
  if ('NS' in value) return 'N' in part && value.NS.includes(part.N);
  if ('BS' in value) return 'B' in part && value.BS.some((member) => sameValue({ B: member }, part));
  return 'L' in value && value.L.some((element) => sameValue(element, part));
}

function valueOf(operand: Operand, item: Attributes): Value | undefined {
  if (operand.operand === 'value') return operand.value;
  if (operand.operand === 'path') return valueAt(item, operand.path);
  const value = valueOf(operand.of, item);
  const size = value === undefined ? undefined : sizeOf(value);
  return size === undefined ? undefined : { N: String(size) };
}

/** Characters of a text, bytes of a binary, members of the rest; numbers and flags have no size. */
function sizeOf(value: Value): number | undefined {
  if ('S' in value) return value.S.length;
  if ('B' in value) return value.B.length;
  if ('SS' in value) return value.SS.length;
  if ('NS' in value) return value.NS.length;
  if ('BS' in value) return value.BS.length;
  if ('L' in value) return value.L.length;
  return 'M' in value ? Object.keys(value.M).length : undefined;
}
