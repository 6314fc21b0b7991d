/** What happened on the server, and to which plugins that was told. */
import { Stack, Title } from '@mantine/core';
import { Deliveries } from '../../runs/plugin/Deliveries';
import { SystemEvents } from './SystemEvents';

export function EventsPanel() {
  return (
    <Stack gap="xl">
      <section aria-label="System events">
        <Title order={2} size="h4" mb="xs">
          What happened
        </Title>
        <SystemEvents />
      </section>
      <section aria-label="Deliveries">
        <Title order={2} size="h4" mb="xs">
          What was told to plugins
        </Title>
        <Deliveries />
      </section>
    </Stack>
  );
}
