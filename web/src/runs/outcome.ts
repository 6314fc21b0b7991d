/**
 * What a plugin's answer means: good, under way, doubtful, bad or unknown.
 *
 * An error must never look like a success, so a word that is not known stays grey. No React.
 */
import type { Json } from '../api/types';

export type Tone = 'success' | 'running' | 'warning' | 'error' | 'unknown';

export interface Outcome {
  tone: Tone;
  /** The plugin's own word, or ours when it gave none. */
  word: string;
  message: string | null;
}

const TONES: Record<Exclude<Tone, 'unknown'>, string[]> = {
  success: ['success', 'ok', 'completed', 'done', 'true'],
  running: ['queued', 'started', 'running'],
  warning: ['warning', 'skipped'],
  error: ['error', 'failed', 'false'],
};

export function outcomeOf(result: Json): Outcome {
  if (typeof result !== 'object' || result === null || Array.isArray(result)) {
    return { tone: 'unknown', word: 'Finished', message: textOf(result) };
  }
  // Some plugins say `success: false` instead of a status.
  const status = result['status'] ?? result['success'];
  const message = textOf(result['message']) ?? textOf(result['error']);
  return {
    tone: toneOf(status),
    word: wordOf(status),
    message,
  };
}

export function toneOf(status: Json | undefined): Tone {
  if (typeof status !== 'string' && typeof status !== 'boolean') return 'unknown';
  const word = String(status).trim().toLowerCase();
  for (const [tone, words] of Object.entries(TONES)) {
    if (words.includes(word)) return tone as Tone;
  }
  return 'unknown';
}

function wordOf(status: Json | undefined): string {
  if (status === true) return 'Success';
  if (status === false) return 'Failed';
  if (typeof status !== 'string' || status.trim() === '') return 'Finished, without a status';
  const word = status.trim();
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function textOf(value: Json | undefined): string | null {
  if (value === undefined || value === null || value === '') return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
