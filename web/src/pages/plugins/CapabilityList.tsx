/** What a plugin says that it needs, in the host's words. */
import { Badge, Group, List, Text } from '@mantine/core';
import type { Capability } from '../../api/types';

interface Props {
  capabilities: Capability[];
  /** Those that nobody has accepted yet, where others were. */
  added?: string[];
}

export function CapabilityList({ capabilities, added = [] }: Props) {
  return (
    <List size="sm" spacing={4}>
      {capabilities.map(({ id, label, description, requires_restart }) => (
        <List.Item key={id} data-capability={id}>
          <Group gap={6} component="span" display="inline-flex">
            <Text span fw={600} size="sm">
              {label}
            </Text>
            {added.includes(id) && (
              <Badge size="sm" color="orange" variant="light">
                New
              </Badge>
            )}
            {requires_restart && (
              <Badge size="sm" variant="default">
                Takes effect after a restart
              </Badge>
            )}
          </Group>
          {description !== '' && (
            <Text size="sm" c="dimmed">
              {description}
            </Text>
          )}
        </List.Item>
      ))}
    </List>
  );
}
