import { expect, test } from 'vitest';
import { bytesInWords } from './bytes';

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1 kB'],
  [4250, '4.3 kB'],
  [17_400_000, '17 MB'],
  [999_600, '1 MB'],
  [5e12, '5000 GB'],
])('%d bytes are %s', (bytes, words) => {
  expect(bytesInWords(bytes)).toBe(words);
});
