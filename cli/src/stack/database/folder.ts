import { AppError } from '@evenkeel/domain';
import { FolderError, type FolderLock, type FolderProblem, takeFolder } from '@evenkeel/embedded/persistence';

const CODES = { unusable: 'bad-input', damaged: 'bad-data' } as const satisfies Record<FolderProblem, string>;

/** What is wrong with a folder as the command line says it; undefined for any other trouble. */
export function asAppError(error: unknown): AppError | undefined {
  return error instanceof FolderError
    ? new AppError(CODES[error.problem], error.message, {}, { cause: error })
    : undefined;
}

/** Takes a folder for this process. @throws AppError `bad-input` when another one has it or it cannot be written to */
export function takePersistFolder(folder: string, option: string): FolderLock {
  try {
    return takeFolder(folder, option);
  } catch (error) {
    throw asAppError(error) ?? error;
  }
}
