/**
 * Which fields stand together: those without a section first, then the sections in first-seen order.
 *
 * A field's `section` is a title in the plugin guide (2.0). In Dispatcharr's draft V3 it is the id of a
 * field of type `section`, which brings the title and whether it starts collapsed. One rule serves both.
 */
import type { Field } from '../api/types';

export interface Section {
  id: string;
  title: string;
  startsOpen: boolean;
  fields: Field[];
}

export interface GroupedFields {
  unsectioned: Field[];
  sections: Section[];
}

export function groupFields(fields: Field[]): GroupedFields {
  const markers = new Map(
    fields.filter((field) => field.type === 'section').map((field) => [field.id, field]),
  );
  const unsectioned: Field[] = [];
  const sections = new Map<string, Section>();

  for (const field of fields) {
    if (field.type === 'section') continue;
    const name = field.section?.trim();
    if (name === undefined || name === '') {
      unsectioned.push(field);
      continue;
    }
    const section = sections.get(name) ?? newSection(name, markers.get(name), sections.size === 0);
    section.fields.push(field);
    sections.set(name, section);
  }
  return { unsectioned, sections: [...sections.values()] };
}

function newSection(name: string, marker: Field | undefined, isFirst: boolean): Section {
  if (marker === undefined) return { id: name, title: name, startsOpen: isFirst, fields: [] };
  const collapsed = marker.collapsed ?? !isFirst;
  return { id: name, title: marker.label || name, startsOpen: !collapsed, fields: [] };
}
