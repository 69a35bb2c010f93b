import { slicedByCells, visibleLength } from '../../terminal/cells';

/** `text`, which has no colour codes, in lines of at most `width` cells: broken between words, and within a word only where it alone is longer. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text
    .split(' ')
    .flatMap((one) => (visibleLength(one) > width ? slicedByCells(one, width) : [one]))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && visibleLength(longer) > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return line === '' ? lines : [...lines, line];
}
