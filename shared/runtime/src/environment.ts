/** The variables a process was started with. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** True inside a deployed Lambda: AWS's own runtime sets this variable, a local imitation does not. */
export function isDeployed(environment: Environment): boolean {
  return environment['AWS_LAMBDA_RUNTIME_API'] !== undefined;
}
