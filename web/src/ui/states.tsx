/** What a page shows while it has nothing to show: loading, failed, empty. */
import { Alert, Button, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconCircleX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { messageOf } from '../api/error';

export function Loading({ what, rows = 3 }: { what: string; rows?: number }) {
  return (
    <Stack role="status" aria-label={`Loading ${what}`}>
      {Array.from({ length: rows }, (_, index) => (
        <Skeleton key={index} height={72} radius="md" />
      ))}
    </Stack>
  );
}

interface FailureProps {
  what: string;
  error: unknown;
  onRetry: () => void;
}

export function Failure({ what, error, onRetry }: FailureProps) {
  return (
    <Alert color="red" icon={<IconCircleX aria-hidden />} title={`Could not load ${what}`}>
      <Stack align="flex-start" gap="sm">
        <Text size="sm">{messageOf(error)}</Text>
        <Button size="xs" variant="default" onClick={onRetry}>
          Try again
        </Button>
      </Stack>
    </Alert>
  );
}

interface EmptyProps {
  icon: ReactNode;
  title: string;
  children?: ReactNode;
}

export function Empty({ icon, title, children }: EmptyProps) {
  return (
    <Stack align="center" gap="xs" py={48} ta="center">
      {icon}
      <Title order={2} size="h4">
        {title}
      </Title>
      <Stack c="dimmed" fz="sm" maw={520} align="center" gap="sm">
        {children}
      </Stack>
    </Stack>
  );
}
