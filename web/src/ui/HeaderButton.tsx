/** A button at the top of a page: with its word where there is room, as an icon on a phone. */
import { ActionIcon, Button } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props {
  label: string;
  icon: ReactNode;
  isBusy?: boolean;
  onClick: () => void;
}

export function HeaderButton({ label, icon, isBusy = false, onClick }: Props) {
  return (
    <>
      <Button
        variant="default"
        leftSection={icon}
        loading={isBusy}
        onClick={onClick}
        visibleFrom="sm"
      >
        {label}
      </Button>
      <ActionIcon
        variant="default"
        size={44}
        loading={isBusy}
        onClick={onClick}
        hiddenFrom="sm"
        aria-label={label}
      >
        {icon}
      </ActionIcon>
    </>
  );
}
