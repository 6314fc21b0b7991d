/** Where players and media servers get the channels and the guide from. */
import { Code, Group, Paper, Stack, Text } from '@mantine/core';
import { CopyButton } from '../../ui/CopyButton';

const OUTPUTS = [
  { path: '/output/m3u', name: 'M3U playlist' },
  { path: '/output/epg', name: 'XMLTV guide' },
];

export function OutputLinks() {
  return (
    <Paper withBorder p="sm" mb="md" component="section" aria-label="Addresses for players">
      <Stack gap={6}>
        <Text size="sm" c="dimmed">
          Give these addresses to your player or media server:
        </Text>
        {OUTPUTS.map(({ path, name }) => {
          const address = `${window.location.origin}${path}`;
          return (
            <Group key={path} gap="xs">
              <Text size="sm" w={100}>
                {name}
              </Text>
              <Code style={{ overflowWrap: 'anywhere' }}>{address}</Code>
              <CopyButton value={address} label={`Copy the address of the ${name}`} />
            </Group>
          );
        })}
      </Stack>
    </Paper>
  );
}
