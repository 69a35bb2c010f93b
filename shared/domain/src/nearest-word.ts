/**
 * The one of `known` that somebody who typed `word` may have meant: the fewest slips away (a letter too
 * many, missing, another, or two exchanged; case does not count), and no more than a third of its letters.
 * Undefined where none is that near.
 */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  const typed = word.toLowerCase();
  const near = known
    .map((each) => ({ each, slips: slipsBetween(typed, each.toLowerCase()) }))
    .filter(({ each, slips }) => slips <= Math.max(1, Math.floor(each.length / 3)))
    .sort((a, b) => a.slips - b.slips);
  return near[0]?.each;
}

/** Optimal string alignment distance: Levenshtein's, an exchange of neighbours counting as one slip. */
function slipsBetween(a: string, b: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      const exchanged = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(
        Math.min(
          cell(last, j) + 1,
          cell(row, j - 1) + 1,
          cell(last, j - 1) + (same ? 0 : 1),
          exchanged ? cell(beforeLast, j - 2) + 1 : Infinity,
        ),
      );
    }
    beforeLast = last;
    last = row;
  }
  return cell(last, b.length);
}

function cell(row: readonly number[], at: number): number {
  return row[at] ?? Infinity;
}
