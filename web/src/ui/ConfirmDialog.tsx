/** Asks before something happens. The focus is on Cancel, so that Enter pressed too early does nothing. */
import { Button, Group, Modal, Stack } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props {
  opened: boolean;
  title: string;
  confirmLabel: string;
  color?: string;
  isBusy?: boolean;
  onConfirm: () => void;
  onCancel: () => void;
  children: ReactNode;
}

export function ConfirmDialog(props: Props) {
  const { opened, title, confirmLabel, color, isBusy = false, onConfirm, onCancel } = props;
  return (
    <Modal
      opened={opened}
      onClose={onCancel}
      title={title}
      centered
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <Stack>
        {props.children}
        <Group justify="flex-end">
          <Button variant="default" data-autofocus onClick={onCancel}>
            Cancel
          </Button>
          <Button color={color} loading={isBusy} onClick={onConfirm}>
            {confirmLabel}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
