import { generationAfter } from '@evenkeel/dynamo/strategy';
import { generationAttribute, generationIn } from '../../../../shared/dynamo/src/strategy/generation';

test('a portfolio keeps its generation until it says something else, also when it says an old thing again', () => {
  const hashes = ['a', 'a', 'b', 'b', 'a'];
  let known: ReturnType<typeof generationAfter> | undefined;
  const numbers = hashes.map((hash) => (known = generationAfter(known, hash)).number);
  expect(numbers).toEqual([1, 1, 2, 2, 3]);
});

test('a generation comes back from the fence; what is none there begins anew', () => {
  const generation = { number: 3, hash: 'h' };
  expect(generationIn(generationAttribute(generation))).toEqual(generation);
  for (const attribute of [
    undefined,
    { N: '3' },
    { M: {} },
    { M: { number: { N: '3' } } },
    { M: { hash: { S: 'h' } } },
  ])
    expect(generationIn(attribute)).toBeUndefined();
});
