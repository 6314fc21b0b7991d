/** Levels of log lines. No React. */
import type { LogLine } from '../../api/run-types';

const LEVELS = ['debug', 'info', 'warning', 'error', 'critical'] as const;
export type Level = (typeof LEVELS)[number];

/** What the view offers: the least level that is shown; empty for all. */
export const LEVEL_CHOICES = [
  { value: '', label: 'All levels' },
  { value: 'info', label: 'Info and above' },
  { value: 'warning', label: 'Warnings and above' },
  { value: 'error', label: 'Errors' },
];

/** Python's names in any spelling, its numbers, and `warn` for what most people call it. */
export function levelOf(text: string | number): Level {
  if (typeof text === 'number')
    return LEVELS[Math.min(4, Math.max(0, Math.floor(text / 10) - 1))] ?? 'info';
  const word = text.toLowerCase();
  if (word === 'warn') return 'warning';
  if (word === 'trace') return 'debug';
  if (word === 'fatal') return 'critical';
  return LEVELS.find((level) => level === word) ?? 'info';
}

/** Whether the server would give this line for these filters. */
export function matches(line: LogLine, level: string, search: string): boolean {
  if (level !== '' && LEVELS.indexOf(levelOf(line.level)) < LEVELS.indexOf(levelOf(level))) {
    return false;
  }
  if (search === '') return true;
  const text = search.toLowerCase();
  return [line.message, line.traceback ?? ''].some((part) => part.toLowerCase().includes(text));
}
