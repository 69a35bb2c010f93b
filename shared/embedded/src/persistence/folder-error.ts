/** Why a folder cannot be worked with: it cannot be used as it was named, or what is in it cannot be read. */
export type FolderProblem = 'unusable' | 'damaged';

/** `message` is one line that names the folder, what is wrong and what to do. */
export class FolderError extends Error {
  override readonly name = 'FolderError';

  constructor(
    readonly problem: FolderProblem,
    message: string,
  ) {
    super(message);
  }
}

/** The text of whatever was thrown. */
export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
