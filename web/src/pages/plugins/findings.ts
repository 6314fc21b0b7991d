/** What reading a plugin's code found, in plain words. No React. */
import type { Finding } from '../../api/types';
import { counted } from '../../ui/counted';

const WORDS: Record<string, string> = {
  network: 'Connects to the network',
  subprocess: 'Starts other programs',
  file_write: 'Writes or deletes files',
  raw_sql: 'Runs its own SQL on the database',
  dynamic_code: 'Runs code that it makes up while it runs',
  environment: 'Reads the server’s environment variables',
};

export function findingInWords({ kind, count }: Finding): string {
  return `${WORDS[kind] ?? kind}: ${counted(count, 'place')}`;
}
