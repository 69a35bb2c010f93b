/** The ways in which the system comes back from what has happened to it, by the name under which they are counted. */
export const RECOVERIES = [
  'batch delivered again as a whole',
  'batch delivered again from its failed record, or in halves',
  'batch given up, view rebuilt by hand',
  'child shard read after its parent',
  'correction recorded: overwrite',
  'correction recorded: repair',
  'correction recorded: undo',
  'correction recorded: vendor',
  'failed job left to the next run',
  'failed job tried again',
  'gap named',
  'held back in quarantine',
  'job left to another that was at it',
  'late request refused',
  'more was read: a bar has changed',
  'more was read: asked for',
  'more was read: nothing has been settled yet',
  'portfolio taken away, its view retired',
  'recomputation published',
  'recomputation superseded',
  'recomputation unchanged',
  'request sent again by the SDK',
  'signal sent again with the same id',
  'unprocessed items sent again',
  'went on from a checkpoint',
] as const;

/** Met by one seed in a thousand, so that a run must not count on it: a chain that another recomputation is putting in its place. */
const RARE = ['more was read: checkpoints of another chain'] as const;

export type Recovery = (typeof RECOVERIES)[number] | (typeof RARE)[number];

/** The recovery of that name. */
export function recoveryNamed(name: string): Recovery | undefined {
  return [...RECOVERIES, ...RARE].find((each) => each === name);
}
