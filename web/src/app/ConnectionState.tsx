/** Whether changes made elsewhere arrive here by themselves. */
import { Button, Text, Tooltip, VisuallyHidden } from '@mantine/core';
import { IconPlugConnectedX, IconWifi } from '@tabler/icons-react';
import { useLive } from '../live/live-context';

export function ConnectionState() {
  const { state, retryNow } = useLive();
  return (
    <div role="status" data-live={state}>
      {state === 'open' && (
        <Tooltip label="Connected: changes made elsewhere show up here at once">
          <Text span c="dimmed" display="flex">
            <IconWifi size={20} aria-hidden />
            <VisuallyHidden>Connected</VisuallyHidden>
          </Text>
        </Tooltip>
      )}
      {state === 'connecting' && (
        <Text span c="dimmed" size="sm">
          Connecting…
        </Text>
      )}
      {state === 'waiting' && (
        <Button
          size="xs"
          color="red"
          variant="light"
          leftSection={<IconPlugConnectedX size={16} aria-hidden />}
          onClick={retryNow}
        >
          Offline · Retry
        </Button>
      )}
    </div>
  );
}
