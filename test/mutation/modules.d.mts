/** Which modules there are, and which tests reach them; paths are from the project's root. */
export interface Graph {
  readonly modules: readonly string[];
  testsOf(path: string): string[];
  subjectsOf(path: string): string[];
}

export function readGraph(): Graph;
