/** How a run stands, in a word and a colour. */
import { Badge } from '@mantine/core';
import type { Run } from '../api/run-types';
import { stateOf, TONE_COLORS } from './words';

export function StateBadge({ run }: { run: Pick<Run, 'status' | 'outcome'> }) {
  const { label, tone } = stateOf(run);
  return (
    <Badge variant="light" color={TONE_COLORS[tone]} style={{ flex: 'none' }}>
      {label}
    </Badge>
  );
}
