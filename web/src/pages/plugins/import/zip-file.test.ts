import { expect, test } from 'vitest';
import { refusalOfFiles } from './zip-file';

const file = (name: string, content: string) => new File([content], name);
const zip = file('a.zip', 'PK\u0003\u0004 and so on');

test('a file that begins as a zip is one, whatever it is called', async () => {
  expect(await refusalOfFiles([zip])).toBeNull();
  expect(await refusalOfFiles([file('plugin', 'PK\u0005\u0006')])).toBeNull();
});

test.each<[string, File[], RegExp]>([
  ['a text', [file('notes.txt', 'hello')], /“notes\.txt” is not a zip file/],
  ['half a download', [file('a.zip', '<html>')], /called a zip, but it is not one/],
  ['an empty file', [file('a.zip', '')], /called a zip, but it is not one/],
  ['two at once', [zip, zip], /2 files at once/],
  ['a dragged text', [], /That was not a file/],
])('%s is refused in words', async (_name, files, words) => {
  expect(await refusalOfFiles(files)).toMatch(words);
});
