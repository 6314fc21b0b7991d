/** The top of every page: its name, what stands beside it, and the browser's title. */
import { Group, Title, type MantineSpacing } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';

interface Props {
  title: string;
  /** Below it; less where more belongs to it. */
  mb?: MantineSpacing;
  /** Before the title. */
  icon?: ReactNode;
  /** After it. */
  aside?: ReactNode;
  children?: ReactNode;
}

export function PageHeader({ title, mb = 'md', icon, aside, children }: Props) {
  useDocumentTitle(`${title} · Pluggarr`);
  return (
    <Group justify="space-between" mb={mb} gap="sm">
      {/* On a phone it shares its line with what stands at the end, as long as there is room. */}
      <Group gap="sm" flex="1 1 12rem">
        {icon}
        <Title order={1} size="h2">
          {title}
        </Title>
        {aside}
      </Group>
      <Group gap="sm">{children}</Group>
    </Group>
  );
}
