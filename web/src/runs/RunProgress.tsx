/** How far a run is: bar, percent, what the plugin says, how long it has taken and may still take. */
import { Group, Progress, Stack, Text } from '@mantine/core';
import type { Run } from '../api/run-types';
import { PlainText } from '../ui/PlainText';
import { clock } from '../ui/time';
import { useNow } from '../ui/use-now';
import { elapsedMs, restInWords, restSeconds } from './progress';
import { stateOf } from './words';

export function RunProgress({ run }: { run: Run }) {
  const now = useNow(1000);
  const { percent = null, message = '' } = run.progress ?? {};
  const rest = run.status === 'running' ? restSeconds(run, now) : null;
  const state = stateOf(run);
  const isWaiting = run.status === 'queued';
  const words = [
    percent === null ? null : `${Math.round(percent)} %`,
    clock(Math.floor(elapsedMs(run, now) / 1000)),
    rest === null ? null : restInWords(rest),
  ];
  return (
    <Stack gap={4} data-progress={percent ?? ''}>
      <Progress.Root size="lg" radius="sm">
        <Progress.Section
          value={percent ?? 100}
          color={run.status === 'cancelling' ? 'yellow' : undefined}
          striped={percent === null}
          animated={percent === null && !isWaiting}
          aria-label={`Progress of ${run.action_label || run.action}`}
          // Mantine says 100 where nobody knows how far it is.
          {...(percent === null ? { 'aria-valuenow': undefined } : {})}
        />
      </Progress.Root>
      <Group gap="xs" justify="space-between" align="baseline">
        <Text size="sm" component="div" flex="1 1 12rem">
          {message === '' ? state.label : <PlainText text={message.slice(0, 500)} />}
        </Text>
        <Text size="sm" c="dimmed" style={{ fontVariantNumeric: 'tabular-nums' }}>
          {words.filter(Boolean).join(' · ')}
        </Text>
      </Group>
    </Stack>
  );
}
