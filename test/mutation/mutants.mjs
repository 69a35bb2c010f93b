/** One-line changes to a module that a test ought to notice, found with TypeScript's parser; types are left alone. */
import ts from 'typescript';

const { SyntaxKind } = ts;

/** What each operator becomes. */
const OPERATORS = new Map([
  [SyntaxKind.LessThanToken, ['<=', '>=']],
  [SyntaxKind.LessThanEqualsToken, ['<', '>']],
  [SyntaxKind.GreaterThanToken, ['>=', '<=']],
  [SyntaxKind.GreaterThanEqualsToken, ['>', '<']],
  [SyntaxKind.EqualsEqualsEqualsToken, ['!==']],
  [SyntaxKind.ExclamationEqualsEqualsToken, ['===']],
  [SyntaxKind.PlusToken, ['-']],
  [SyntaxKind.MinusToken, ['+']],
  [SyntaxKind.AsteriskToken, ['/']],
  [SyntaxKind.SlashToken, ['*']],
  [SyntaxKind.PercentToken, ['*']],
  [SyntaxKind.PlusEqualsToken, ['-=']],
  [SyntaxKind.MinusEqualsToken, ['+=']],
  [SyntaxKind.AsteriskEqualsToken, ['/=']],
  [SyntaxKind.AmpersandAmpersandToken, ['||']],
  [SyntaxKind.BarBarToken, ['&&']],
]);

/** What each method becomes. */
const METHODS = new Map([
  ['min', 'max'],
  ['max', 'min'],
  ['some', 'every'],
  ['every', 'some'],
  ['floor', 'ceil'],
  ['ceil', 'floor'],
]);

/**
 * Every mutant of a module.
 *
 * @param {string} path for messages
 * @param {string} source the module's text
 * @returns {{line: number, start: number, end: number, replacement: string, was: string}[]} offsets into `source`; lines from 1
 */
export function mutantsOf(path, source) {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  const found = [];
  const add = (node, replacement) => {
    const start = node.getStart(file);
    const was = source.slice(start, node.end);
    if (was !== replacement) {
      found.push({ line: file.getLineAndCharacterOfPosition(start).line + 1, start, end: node.end, replacement, was });
    }
  };
  const visit = (node) => {
    if (isOnlyTypes(node)) return;
    changes(node, add, file);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(file, visit);
  return found;
}

/** The module with one mutant in it. */
export const applied = (source, { start, end, replacement }) =>
  source.slice(0, start) + replacement + source.slice(end);

/**
 * The module with nothing in its functions, so that each answers undefined; a test of it that still passes tests nothing.
 * Constructors stay: a class that is extended needs them to call each other.
 */
export function hollowed(path, source) {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  const bodies = [];
  const visit = (node) => {
    if (ts.isFunctionLike(node) && node.body && !ts.isConstructorDeclaration(node)) bodies.push(node.body);
    else ts.forEachChild(node, visit);
  };
  visit(file);
  return bodies.reduceRight((text, body) => text.slice(0, body.getStart(file)) + '{}' + text.slice(body.end), source);
}

const isOnlyTypes = (node) =>
  ts.isTypeNode(node) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isTypeAliasDeclaration(node) ||
  ts.isImportDeclaration(node) ||
  ts.isExportDeclaration(node);

/** Without it the class cannot be made at all, which says nothing about the tests. */
const callsSuper = ({ expression }) =>
  ts.isCallExpression(expression) && expression.expression.kind === SyntaxKind.SuperKeyword;

function changes(node, add, file) {
  if (ts.isBinaryExpression(node)) binary(node, add);
  else if (ts.isPrefixUnaryExpression(node)) prefix(node, add, file);
  else if (ts.isNumericLiteral(node)) add(node, String(Number(node.text.replaceAll('_', '')) + 1));
  else if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) text(node, add);
  else if (ts.isTemplateExpression(node)) add(node, '``');
  else if (node.kind === SyntaxKind.TrueKeyword) add(node, 'false');
  else if (node.kind === SyntaxKind.FalseKeyword) add(node, 'true');
  else if (ts.isIfStatement(node) || ts.isWhileStatement(node))
    add(node.expression, `!(${node.expression.getText(file)})`);
  else if (ts.isConditionalExpression(node)) add(node.condition, `!(${node.condition.getText(file)})`);
  else if (ts.isExpressionStatement(node) && !callsSuper(node)) add(node, ';');
  else if (ts.isReturnStatement(node) && node.expression) add(node, 'return;');
  else if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) add(node.body, 'undefined');
  else if (ts.isArrayLiteralExpression(node) && node.elements.length > 0) add(node, '[]');
  else if (ts.isPropertyAccessExpression(node) && ts.isCallExpression(node.parent) && METHODS.has(node.name.text)) {
    add(node.name, METHODS.get(node.name.text));
  }
}

function binary(node, add) {
  const joinsText = [node.left, node.right].some(
    (side) => ts.isStringLiteralLike(side) || ts.isTemplateExpression(side),
  );
  if (node.operatorToken.kind === SyntaxKind.PlusToken && joinsText) return;
  for (const replacement of OPERATORS.get(node.operatorToken.kind) ?? []) add(node.operatorToken, replacement);
}

function prefix(node, add, file) {
  if (node.operator === SyntaxKind.ExclamationToken) add(node, node.operand.getText(file));
  if (node.operator === SyntaxKind.MinusToken) add(node, node.operand.getText(file));
  if (node.operator === SyntaxKind.PlusPlusToken) add(node, `--${node.operand.getText(file)}`);
}

/** Strings, but not the keys of objects, whose name is no value. */
function text(node, add) {
  if (ts.isPropertyAssignment(node.parent) && node.parent.name === node) return;
  add(node, node.text === '' ? "'mutant'" : "''");
}
