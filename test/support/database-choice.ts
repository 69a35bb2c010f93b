/** Set by the global setup for every worker: `amazon`, or `embedded` where Amazon's DynamoDB Local cannot run. */
export const DATABASE_VARIABLE = 'EVENKEEL_TEST_DATABASE';

/** Whether this run's tests have Amazon's DynamoDB Local. */
export function runsOnAmazons(): boolean {
  return process.env[DATABASE_VARIABLE] !== 'embedded';
}

/** `describe` for tests of DynamoDB Local itself: where it cannot run they are skipped, and the reason is printed. */
export function describeWithAmazons(name: string, body: () => void): void {
  if (runsOnAmazons()) {
    describe(name, body);
    return;
  }
  process.stderr.write(`skipped: "${name}" needs Amazon's DynamoDB Local, which cannot run here\n`);
  describe.skip(name, body);
}
