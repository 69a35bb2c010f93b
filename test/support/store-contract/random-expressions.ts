import fc, { type Arbitrary } from 'fast-check';
import { anyValue, numberText, path, pathsApart, scalar, set, type WireValue } from './random-values';

/** An expression's text and the values that it uses. */
export interface RandomExpression {
  readonly text: string;
  readonly values: Readonly<Record<string, WireValue>>;
}

/** Pieces of text with values between them; the values get their placeholders when the whole is put together. */
type Piece = string | WireValue;

/** Puts pieces together; `prefix` keeps the placeholders of several expressions of one request apart. */
export function assemble(pieces: readonly Piece[], prefix: string): RandomExpression {
  const values: Record<string, WireValue> = {};
  const text = pieces.map((piece) => {
    if (typeof piece === 'string') return piece;
    const name = `:${prefix}${Object.keys(values).length}`;
    values[name] = piece;
    return name;
  });
  return { text: text.join(''), values };
}

const literal = (value: Arbitrary<WireValue>): Arbitrary<Piece[]> => value.map((each) => [each]);
const word = (text: Arbitrary<string>): Arbitrary<Piece[]> => text.map((each) => [each]);
const join = (...parts: readonly (Arbitrary<Piece[]> | string)[]): Arbitrary<Piece[]> =>
  fc.tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant([part]) : part))).map((all) => all.flat());

const operand: Arbitrary<Piece[]> = fc.oneof(
  { weight: 4, arbitrary: word(path) },
  { weight: 3, arbitrary: literal(scalar) },
  { weight: 1, arbitrary: literal(anyValue) },
  { weight: 1, arbitrary: join('size(', word(path), ')') },
);
const comparator = fc.constantFrom(' = ', ' <> ', ' < ', ' <= ', ' > ', ' >= ').map((text): Piece[] => [text]);
const typeName = fc.constantFrom('S', 'N', 'B', 'BOOL', 'NULL', 'L', 'M', 'SS', 'NS', 'BS', 'X').map((S) => [{ S }]);

const simple: Arbitrary<Piece[]> = fc.oneof(
  join(operand, comparator, operand),
  join(operand, ' BETWEEN ', operand, ' AND ', operand),
  join(operand, ' IN (', operand, ', ', operand, ')'),
  join('attribute_exists(', word(path), ')'),
  join('attribute_not_exists(', word(path), ')'),
  join('attribute_type(', word(path), ', ', typeName, ')'),
  join('begins_with(', operand, ', ', operand, ')'),
  join('contains(', operand, ', ', operand, ')'),
);

const conditionPieces: Arbitrary<Piece[]> = fc.letrec<{ condition: Piece[] }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    simple,
    join('NOT ', tie('condition')),
    join(tie('condition'), ' AND ', tie('condition')),
    join(tie('condition'), ' OR ', tie('condition')),
    join('(', tie('condition'), ')'),
  ),
})).condition;

/** A condition; most can be evaluated, some are wrong in their operands. */
export const randomCondition: Arbitrary<RandomExpression> = conditionPieces.map((pieces) => assemble(pieces, 'c'));

const number = numberText.map((N) => ({ N }));
const list = fc.array(scalar, { maxLength: 2 }).map((L) => ({ L }));
const numeric: Arbitrary<Piece[]> = fc.oneof(
  { weight: 2, arbitrary: literal(number) },
  { weight: 2, arbitrary: word(fc.constantFrom('n', 'm.n')) },
  { weight: 1, arbitrary: join('if_not_exists(', word(path), ', ', literal(number), ')') },
  { weight: 1, arbitrary: word(path) },
);
const listed: Arbitrary<Piece[]> = fc.oneof(
  { weight: 2, arbitrary: literal(list) },
  { weight: 2, arbitrary: word(fc.constantFrom('l', 'm.l')) },
  { weight: 1, arbitrary: join('if_not_exists(', word(path), ', ', literal(list), ')') },
);
const setValue: Arbitrary<Piece[]> = fc.oneof(
  literal(anyValue),
  word(path),
  numeric,
  join(numeric, ' + ', numeric),
  join(numeric, ' - ', numeric),
  join('list_append(', listed, ', ', listed, ')'),
  join('if_not_exists(', word(path), ', ', word(path), ')'),
);

/** One action on one path. */
interface Action {
  readonly section: 'SET' | 'REMOVE' | 'ADD' | 'DELETE';
  readonly pieces: readonly Piece[];
}

function action(at: string): Arbitrary<Action> {
  const of = (section: Action['section'], pieces: Arbitrary<Piece[]>): Arbitrary<Action> =>
    pieces.map((each) => ({ section, pieces: each }));
  return fc.oneof(
    { weight: 3, arbitrary: of('SET', join(`${at} = `, setValue)) },
    { weight: 1, arbitrary: of('REMOVE', fc.constant([at])) },
    { weight: 1, arbitrary: of('ADD', join(`${at} `, literal(fc.oneof(number, set)))) },
    { weight: 1, arbitrary: of('DELETE', join(`${at} `, literal(set))) },
  );
}

/** An update of one section or more; some do not fit the item. */
export const randomUpdate: Arbitrary<RandomExpression> = pathsApart
  .chain((paths) => fc.tuple(...paths.map(action)))
  .map((actions: readonly Action[]) => {
    const sections = [...new Set(actions.map(({ section }) => section))];
    const pieces = sections.flatMap((section) => [
      ` ${section} `,
      ...actions
        .filter((each) => each.section === section)
        .flatMap((each, index) => (index === 0 ? each.pieces : [', ', ...each.pieces])),
    ]);
    return assemble(pieces, 'u');
  });

/** A list of paths. */
export const randomProjection: Arbitrary<string> = fc
  .array(path, { minLength: 1, maxLength: 3 })
  .map((paths) => paths.join(', '));

/** A text that looks like an expression and mostly is none. */
export const brokenText: Arbitrary<string> = fc
  .array(
    fc.constantFrom(
      ...[
        'p',
        'q',
        '.',
        ',',
        '(',
        ')',
        '[0]',
        '[',
        ']',
        '=',
        '<>',
        '<',
        ' ',
        ':v',
        '#n',
        'AND',
        'OR',
        'NOT',
        'IN',
        'BETWEEN',
      ],
      ...['SET', 'REMOVE', 'contains', 'attribute_exists', '1', '+', '-', '!', 'é', 'name', 'if_not_exists', '\t'],
    ),
    { minLength: 1, maxLength: 9 },
  )
  .map((tokens) => tokens.join(' '));
