/** The top of every page: its name, what stands beside it, and the browser's title. */
import { Group, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';

interface Props {
  title: string;
  aside?: ReactNode;
  children?: ReactNode;
}

export function PageHeader({ title, aside, children }: Props) {
  useDocumentTitle(`${title} · Pluggarr`);
  return (
    <Group justify="space-between" mb="md" gap="sm">
      <Group gap="sm">
        <Title order={1} size="h2">
          {title}
        </Title>
        {aside}
      </Group>
      <Group gap="sm">{children}</Group>
    </Group>
  );
}
