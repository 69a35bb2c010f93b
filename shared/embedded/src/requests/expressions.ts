import { invalid, invalidParameter, unsupported } from '../errors';
import { bindCondition, type Condition, conditionPaths } from '../expressions/bind-condition';
import { bindUpdate, touchedPaths, type Update, updateSources } from '../expressions/bind-update';
import { conditionSyntax, projectionSyntax, updateSyntax } from '../expressions/compiled';
import { assertApart, type DocumentPath } from '../expressions/document-path';
import { type KeyRange, keyRangeOf } from '../expressions/key-condition';
import { Placeholders } from '../expressions/placeholders';
import type { ExpressionKind } from '../expressions/token-cursor';
import { keyAttributes, type KeySchema, nestedKey } from '../tables/key-schema';
import type { Fields } from './fields';

/** What expressions have replaced; DynamoDB itself advises against it. */
const REPLACED: Readonly<Record<string, string>> = {
  AttributesToGet: 'ProjectionExpression',
  AttributeUpdates: 'UpdateExpression',
  ConditionalOperator: 'ConditionExpression',
  Expected: 'ConditionExpression',
  KeyConditions: 'KeyConditionExpression',
  QueryFilter: 'FilterExpression',
  ScanFilter: 'FilterExpression',
};

/** The expressions of one request, with their placeholders. */
export class RequestExpressions {
  private placeholders: Placeholders | undefined;

  /**
   * @param possible the expressions that the request may have
   * @throws StoreError `ValidationException` when there are placeholders and no expression, or what expressions have replaced
   */
  constructor(
    private readonly fields: Fields,
    private readonly keys: KeySchema,
    possible: readonly ExpressionKind[],
  ) {
    for (const [old, instead] of Object.entries(REPLACED)) {
      if (fields.has(old)) throw unsupported(`${old}; write a ${instead} instead`);
    }
    if (possible.some((kind) => fields.has(kind))) return;
    if (fields.has('ExpressionAttributeNames')) {
      throw invalid('ExpressionAttributeNames can only be specified when using expressions');
    }
    if (fields.has('ExpressionAttributeValues')) {
      const missing = possible.filter((kind) => kind !== 'ProjectionExpression');
      const are = missing.length > 1 ? 'are' : 'is';
      throw invalid(
        `ExpressionAttributeValues can only be specified when using expressions: ${missing.join(' and ')} ${are} null`,
      );
    }
  }

  /** The condition under which a request writes, if it has one. */
  condition(): Condition | undefined {
    const condition = this.read('ConditionExpression');
    if (condition !== undefined) this.assertNoNestedKeys(conditionPaths(condition));
    return condition;
  }

  /** The filter of a scan, or of a query, where it may not look at keys. */
  filter(of: 'scan' | 'query'): Condition | undefined {
    const filter = this.read('FilterExpression');
    if (filter === undefined) return undefined;
    const paths = conditionPaths(filter);
    for (const { name } of of === 'query' ? keyAttributes(this.keys) : []) {
      if (!paths.some(([first]) => first === name)) continue;
      throw invalid(`Filter Expression can only contain non-primary key attributes: Primary key attribute: ${name}`);
    }
    this.assertNoNestedKeys(paths);
    return filter;
  }

  /** What a query asks for. */
  keyRange(): KeyRange {
    const condition = this.read('KeyConditionExpression');
    if (condition === undefined) {
      throw invalid('Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.');
    }
    return keyRangeOf(condition, this.keys);
  }

  update(): Update | undefined {
    const text = this.fields.text('UpdateExpression');
    if (text === undefined) return undefined;
    const update = bindUpdate(updateSyntax('UpdateExpression', text), this.known());
    for (const [name] of touchedPaths(update)) {
      if (!keyAttributes(this.keys).some((key) => key.name === name)) continue;
      throw invalidParameter(`Cannot update attribute ${name}. This attribute is part of the key`);
    }
    this.assertNoNestedKeys(updateSources(update));
    return update;
  }

  /** The paths to answer, if not all. */
  projection(): readonly DocumentPath[] | undefined {
    const kind = 'ProjectionExpression';
    const text = this.fields.text(kind);
    if (text === undefined) return undefined;
    const known = this.known();
    const paths = projectionSyntax(kind, text).map((path) => known.path(kind, path));
    assertApart(kind, paths);
    this.assertNoNestedKeys(paths);
    return paths;
  }

  /** To be called when all expressions of the request have been read. */
  assertAllUsed(): void {
    this.known().assertAllUsed();
  }

  private read(kind: 'ConditionExpression' | 'FilterExpression' | 'KeyConditionExpression'): Condition | undefined {
    const text = this.fields.text(kind);
    return text === undefined ? undefined : bindCondition(kind, conditionSyntax(kind, text), this.known());
  }

  private known(): Placeholders {
    this.placeholders ??= Placeholders.read(
      this.fields.raw('ExpressionAttributeNames'),
      this.fields.raw('ExpressionAttributeValues'),
    );
    return this.placeholders;
  }

  private assertNoNestedKeys(paths: readonly DocumentPath[]): void {
    for (const path of paths) {
      if (path.length > 1 && keyAttributes(this.keys).some(({ name }) => name === path[0])) throw nestedKey(path[0]);
    }
  }
}
