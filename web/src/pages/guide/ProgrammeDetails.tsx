/** All that the guide says about one programme. */
import { Modal, Stack, Text } from '@mantine/core';
import type { Channel } from '../../api/types';
import { hourAndMinute } from '../../ui/time';
import type { Slot } from './timeline';

export interface Chosen {
  channel: Channel;
  slot: Slot;
}

interface Props {
  chosen: Chosen | null;
  onClose: () => void;
}

export function ProgrammeDetails({ chosen, onClose }: Props) {
  return (
    <Modal
      opened={chosen !== null}
      onClose={onClose}
      title={chosen?.slot.programme.title}
      centered
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {chosen !== null && <Details {...chosen} />}
    </Modal>
  );
}

function Details({ channel, slot: { programme, start, end } }: Chosen) {
  const day = new Date(start).toLocaleDateString([], {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
  });
  const minutes = Math.round((end - start) / 60_000);
  return (
    <Stack gap="xs">
      {programme.sub_title && <Text fw={600}>{programme.sub_title}</Text>}
      <Text size="sm">
        {channel.name} · {day}, {hourAndMinute(start)} to {hourAndMinute(end)} ({minutes} min)
      </Text>
      <Text
        size="sm"
        c={programme.description ? undefined : 'dimmed'}
        style={{ whiteSpace: 'pre-wrap' }}
      >
        {programme.description || 'The guide has no description.'}
      </Text>
    </Stack>
  );
}
