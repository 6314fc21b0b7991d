/** Which files a field takes, as far as that is known before they are sent. No React. */
import type { Field } from '../api/types';
import { bytesInWords } from '../ui/bytes';

export function refusalOf(file: { name: string; size: number }, field: Field): string | null {
  const endings = field.accept ?? [];
  const name = file.name.toLowerCase();
  if (endings.length > 0 && !endings.some((ending) => name.endsWith(ending.toLowerCase()))) {
    return `“${file.name}” does not end in ${endings.join(' or ')}`;
  }
  if (typeof field.max_size === 'number' && file.size > field.max_size) {
    const limit = bytesInWords(field.max_size);
    return `“${file.name}” has ${bytesInWords(file.size)}; at most ${limit} are taken`;
  }
  return null;
}
