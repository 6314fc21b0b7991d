/** Which fields a search finds: by label, help, id, options, columns, and the title of their section. */
import type { Field } from '../api/types';
import type { GroupedFields } from './sections';

export function searchFields(groups: GroupedFields, search: string): GroupedFields {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return groups;
  const found = (fields: Field[], title: string) =>
    fields.filter((field) => {
      const text = `${textOf(field)} ${title}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
  return {
    unsectioned: found(groups.unsectioned, ''),
    sections: groups.sections
      .map((section) => ({ ...section, fields: found(section.fields, section.title) }))
      .filter(({ fields }) => fields.length > 0),
  };
}

function textOf(field: Field): string {
  const parts = [field.label, field.id, field.help_text, field.description];
  const options = field.options?.map(({ label }) => label) ?? [];
  const columns = field.columns?.map(({ label }) => label) ?? [];
  return [...parts, ...options, ...columns].filter(Boolean).join(' ');
}
