/** Which events start which actions of a plugin, and which of these are slow or paused. */
import { Badge, Group, Stack, Text, Title } from '@mantine/core';
import { useHandlers } from '../../api/plugin-runs';
import type { Action, Plugin } from '../../api/types';
import { useNow } from '../../ui/use-now';
import { hourAndMinute } from '../../ui/time';
import { Deliveries } from './Deliveries';

export function Handlers({ plugin }: { plugin: Plugin }) {
  const handlers = useHandlers(plugin.key).data ?? [];
  const now = useNow(10_000);
  if (handlers.length === 0) return null;
  return (
    <section aria-label="Events">
      <Title order={2} size="h4" mb="xs">
        Events
      </Title>
      <Stack gap={6} mb="sm">
        {handlers.map(({ event, action, slow, failures_in_a_row: failures, paused_until }) => {
          const pausedUntil = paused_until === null ? 0 : Date.parse(paused_until);
          return (
            <Group key={`${event} ${action}`} gap="xs">
              <Text size="sm">
                <b>{event}</b> starts {labelOf(plugin.actions, action)}
              </Text>
              {slow && (
                <Badge color="yellow" variant="light">
                  Slow handler
                </Badge>
              )}
              {failures > 0 && (
                <Badge color="red" variant="light">
                  Failed {failures} times in a row
                </Badge>
              )}
              {pausedUntil > now && (
                <Badge color="gray" variant="light">
                  Paused until {hourAndMinute(pausedUntil)}
                </Badge>
              )}
            </Group>
          );
        })}
      </Stack>
      <Deliveries plugin={plugin.key} pageSize={10} />
    </section>
  );
}

function labelOf(actions: Action[], id: string): string {
  return actions.find((action) => action.id === id)?.label || id;
}
