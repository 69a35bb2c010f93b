/**
 * The `code` of a system error (`EADDRINUSE`, `ESRCH`), or `undefined`. By shape and not by class, because an
 * error may come from another realm, as under jest.
 */
export function errorCode(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}
