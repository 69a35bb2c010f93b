import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** One CloudFormation resource, as far as the rules look at it. */
export interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

/** One statement of a policy, with its lists as lists. */
export interface Statement {
  readonly role: string;
  readonly actions: readonly string[];
  readonly resources: readonly unknown[];
}

/** What `npm run package` left for one service and stage. */
export interface Packaged {
  readonly service: Service;
  readonly stage: string;
  readonly folder: string;
  readonly resources: Readonly<Record<string, Resource>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

const PACKAGES = resolve(__dirname, '../../.cache/packages');

export const STAGES = ['dev', 'prod'] as const;
export const SERVICES = ['ingestion', 'strategy', 'query'] as const;
/** A service of the product. */
export type Service = (typeof SERVICES)[number];

/**
 * Reads a packaged stack.
 * @throws Error when the package is missing: run `npm run package` first
 */
export function packaged(stage: string, service: Service): Packaged {
  const folder = join(PACKAGES, stage, service);
  const file = join(folder, 'cloudformation-template-update-stack.json');
  if (!existsSync(file)) throw new Error(`${file} is missing; run npm run package first`);
  const template = JSON.parse(readFileSync(file, 'utf8')) as {
    Resources: Record<string, Resource>;
    Outputs: Record<string, unknown>;
  };
  return { service, stage, folder, resources: template.Resources, outputs: template.Outputs };
}

/** The resources of one CloudFormation type, by logical id. */
export function ofType(stack: Packaged, type: string): [string, Resource][] {
  return Object.entries(stack.resources).filter(([, resource]) => resource.Type === type);
}

/** Every `Allow` statement of every role. */
export function statements(stack: Packaged): Statement[] {
  return ofType(stack, 'AWS::IAM::Role').flatMap(([role, { Properties }]) =>
    listOf(Properties['Policies']).flatMap((policy) => {
      const document = (policy as { PolicyDocument: { Statement: unknown } }).PolicyDocument;
      return listOf(document.Statement).map((statement) => {
        const { Action, Resource } = statement as { Action: unknown; Resource: unknown };
        return { role, actions: listOf(Action).map(String), resources: listOf(Resource) };
      });
    }),
  );
}

/** A value that CloudFormation takes alone or as a list. */
export function listOf(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** Names of the files in a package folder that end in `ending`. */
export function files(stack: Packaged, ending: string): string[] {
  return readdirSync(stack.folder).filter((name) => name.endsWith(ending));
}
