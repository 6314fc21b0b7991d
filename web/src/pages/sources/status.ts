/** The words of the server for how a refresh went, as people read them. No React. */

export interface SourceStatus {
  label: string;
  color: 'gray' | 'blue' | 'green' | 'yellow' | 'red';
}

const KNOWN: Record<string, SourceStatus> = {
  idle: { label: 'Not refreshed yet', color: 'gray' },
  fetching: { label: 'Fetching', color: 'blue' },
  parsing: { label: 'Parsing', color: 'blue' },
  pending_setup: { label: 'Waiting for set-up', color: 'yellow' },
  success: { label: 'Up to date', color: 'green' },
  error: { label: 'Failed', color: 'red' },
  disabled: { label: 'Disabled', color: 'gray' },
};

export function statusOf(status: string): SourceStatus {
  return KNOWN[status] ?? { label: status || 'Unknown', color: 'gray' };
}
