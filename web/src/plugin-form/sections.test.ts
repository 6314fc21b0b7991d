import { expect, test } from 'vitest';
import type { Field } from '../api/types';
import { groupFields } from './sections';

const field = (id: string, section?: string): Field => ({
  id,
  label: id,
  type: 'string',
  ...(section === undefined ? {} : { section }),
});

const outline = (fields: Field[]) => {
  const { unsectioned, sections } = groupFields(fields);
  return {
    unsectioned: unsectioned.map(({ id }) => id),
    sections: sections.map(({ title, startsOpen, fields: inside }) => [
      title,
      startsOpen,
      ...inside.map(({ id }) => id),
    ]),
  };
};

test('sections come in first-seen order, the first one open', () => {
  const fields = [field('a', 'Two'), field('b'), field('c', 'One'), field('d', 'Two'), field('e')];
  expect(outline(fields)).toEqual({
    unsectioned: ['b', 'e'],
    sections: [
      ['Two', true, 'a', 'd'],
      ['One', false, 'c'],
    ],
  });
});

test('a blank section is no section', () => {
  expect(outline([field('a', '  ')])).toEqual({ unsectioned: ['a'], sections: [] });
});

test('a section field gives its label and its state to the fields that name it', () => {
  const marker: Field = { id: 'net', label: 'Network', type: 'section', collapsed: true };
  expect(outline([marker, field('a', 'net')])).toEqual({
    unsectioned: [],
    sections: [['Network', false, 'a']],
  });
});
