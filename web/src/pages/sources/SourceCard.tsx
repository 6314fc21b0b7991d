/** One account or source: where it comes from, how its last refresh went, and what can be done. */
import { Alert, Badge, Button, Group, Paper, Progress, Stack, Text, Title } from '@mantine/core';
import { IconCircleX, IconRefresh, IconTrash } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { messageOf } from '../../api/error';
import { useProgress, type Progress as Refresh, type Refreshable } from '../../live/progress';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { dateAndTime } from '../../ui/time';
import { hidePassword } from './hide-password';
import { statusOf } from './status';

interface Source {
  id: number;
  name: string;
  status: string;
  last_message: string | null;
  updated_at: string | null;
  is_active: boolean;
}

interface Props {
  kind: Refreshable;
  source: Source;
  location: string;
  count: string | null;
  deleteWarning: string;
  onRefresh: () => Promise<unknown>;
  onDelete: () => Promise<unknown>;
  children?: ReactNode;
}

export function SourceCard(props: Props) {
  const { kind, source, location, count, deleteWarning, onRefresh, onDelete, children } = props;
  const progress = useProgress(kind, source.id);
  const [problem, setProblem] = useState<string | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const status = statusOf(source.status);

  const attempt = async (change: () => Promise<unknown>) => {
    setIsBusy(true);
    setProblem(null);
    try {
      await change();
    } catch (error) {
      setProblem(messageOf(error));
    } finally {
      setIsBusy(false);
      setIsAsking(false);
    }
  };

  return (
    <Paper withBorder p="md" component="article" data-source={source.name}>
      <Stack gap="xs">
        <Group gap="xs">
          <Title order={3} size="h4">
            {source.name}
          </Title>
          <Badge color={status.color} variant="light">
            {status.label}
          </Badge>
          {!source.is_active && <Badge variant="default">Inactive</Badge>}
        </Group>
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {hidePassword(location)}
        </Text>
        <Text size="sm">
          {[count, `updated ${dateAndTime(source.updated_at)}`].filter(Boolean).join(' · ')}
        </Text>
        {source.last_message && progress === null && (
          <Text size="sm" c={status.color === 'red' ? 'var(--mantine-color-error)' : 'dimmed'}>
            {source.last_message}
          </Text>
        )}
        {progress !== null && <RefreshProgress name={source.name} progress={progress} />}
        {problem !== null && (
          <Alert color="red" role="alert" icon={<IconCircleX aria-hidden />}>
            {problem}
          </Alert>
        )}
        <Group gap="xs">
          <Button
            size="xs"
            leftSection={<IconRefresh size={16} aria-hidden />}
            loading={isBusy || progress !== null}
            onClick={() => void attempt(onRefresh)}
          >
            Refresh
          </Button>
          {children}
          <Button
            size="xs"
            variant="default"
            leftSection={<IconTrash size={16} aria-hidden />}
            aria-label={`Delete ${source.name}`}
            onClick={() => setIsAsking(true)}
          >
            Delete
          </Button>
        </Group>
      </Stack>
      <ConfirmDialog
        opened={isAsking}
        title={`Delete ${source.name}?`}
        confirmLabel="Delete"
        color="red"
        isBusy={isBusy}
        onCancel={() => setIsAsking(false)}
        onConfirm={() => void attempt(onDelete)}
      >
        <Text size="sm">{deleteWarning}</Text>
      </ConfirmDialog>
    </Paper>
  );
}

function RefreshProgress({ name, progress }: { name: string; progress: Refresh }) {
  const { action, percent, message } = progress;
  const words = message ?? `${action.charAt(0).toUpperCase()}${action.slice(1)}`;
  return (
    <div>
      <Progress.Root>
        <Progress.Section
          value={percent ?? 100}
          animated={percent === null}
          aria-label={`Refreshing ${name}`}
          aria-valuetext={words}
        />
      </Progress.Root>
      <Text size="sm" mt={4}>
        {words}
        {percent !== null && ` · ${Math.round(percent)} %`}
      </Text>
    </div>
  );
}
