/** What an import changes about a plugin that is there already, in words. No React. */
import type { ImportPreview } from '../../../api/types';

export function versionsInWords(now: string, next: string): string {
  if (now === next) {
    return now === '' ? 'It is installed already' : `Version ${now} is installed already`;
  }
  return `Version ${now || 'unknown'} becomes ${next || 'unknown'}`;
}

export function filesChangedInWords(files: NonNullable<ImportPreview['changed_files']>): string {
  const parts = [
    [files.added, 'new'],
    [files.changed, 'changed'],
    [files.removed, 'removed'],
  ] as const;
  const told = parts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  return told.length === 0 ? 'All files are the same.' : `Files: ${told.join(', ')}.`;
}
