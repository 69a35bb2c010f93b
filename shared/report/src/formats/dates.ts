/** From one session to another, both included: `2017-01-03 to 2023-12-29`. A session stands as its own date. */
export function span(first: string, last: string): string {
  return `${first} to ${last}`;
}
