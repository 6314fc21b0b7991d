/** Short messages about something just done, and a way to take it back. */
import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { messageOf } from '../api/error';

export function toastDone(message: string): void {
  notifications.show({ message, color: 'green' });
}

export function toastFailure(title: string, error: unknown): void {
  notifications.show({ title, message: messageOf(error), color: 'red', autoClose: 10_000 });
}

export function toastWithUndo(message: string, undo: () => void): void {
  const id = notifications.show({
    color: 'green',
    // Long enough to notice that it was the wrong one.
    autoClose: 15_000,
    message: (
      <Group gap="sm" justify="space-between" wrap="nowrap">
        <Text size="sm">{message}</Text>
        <Button
          size="xs"
          variant="default"
          onClick={() => {
            notifications.hide(id);
            undo();
          }}
        >
          Undo
        </Button>
      </Group>
    ),
  });
}
