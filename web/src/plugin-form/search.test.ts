import { expect, test } from 'vitest';
import type { Field } from '../api/types';
import { searchFields } from './search';
import { groupFields } from './sections';

const FIELDS: Field[] = [
  { id: 'url', label: 'Address', type: 'string', help_text: 'Where the server is' },
  { id: 'mode', label: 'Mode', type: 'select', options: [{ value: 1, label: 'Thorough' }] },
  { id: 'tls', label: 'Encrypted', type: 'boolean', section: 'Network' },
];

const found = (search: string) => {
  const { unsectioned, sections } = searchFields(groupFields(FIELDS), search);
  return [...unsectioned, ...sections.flatMap(({ fields }) => fields)].map(({ id }) => id);
};

test.each([
  ['', ['url', 'mode', 'tls']],
  ['ADDR', ['url']],
  ['server where', ['url']],
  ['thorough', ['mode']],
  ['network', ['tls']],
  ['network address', []],
])('%j finds %j', (search, ids) => {
  expect(found(search)).toEqual(ids);
});
