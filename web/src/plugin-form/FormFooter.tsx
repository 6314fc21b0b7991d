/** Below a plugin's settings: whether they are saved, and the ways back: undo, the history, the defaults. */
import { Button, Drawer, Group, Text } from '@mantine/core';
import { IconHistory, IconRestore } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import type { Plugin } from '../api/types';
import { ConfirmDialog } from '../ui/ConfirmDialog';
import { Loading } from '../ui/states';
import type { Autosave, FormState } from './autosave';
import { SaveStatus } from './SaveStatus';
import classes from './FormFooter.module.css';

const HistoryPanel = lazy(async () => ({
  default: (await import('./HistoryPanel')).HistoryPanel,
}));

interface Props {
  plugin: Plugin;
  form: Autosave;
  state: FormState;
}

export function FormFooter({ plugin, form, state }: Props) {
  const [isAsking, setIsAsking] = useState(false);
  const [showsHistory, setShowsHistory] = useState(false);
  const hasStored = plugin.fields.some(({ id }) => id in state.stored);

  return (
    <div className={classes.bar} data-sticky>
      <SaveStatus
        state={state}
        onRetry={() => void form.flush().catch(() => undefined)}
        onUndo={() => void form.undo()}
      />
      <Group gap="xs" ml="auto">
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          c="var(--mantine-color-text)"
          leftSection={<IconHistory size={16} aria-hidden />}
          aria-label={`History of the settings of ${plugin.name}`}
          className={classes.button}
          onClick={() => setShowsHistory(true)}
        >
          History
        </Button>
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          c={hasStored ? 'var(--mantine-color-text)' : undefined}
          leftSection={<IconRestore size={16} aria-hidden />}
          disabled={!hasStored && !state.isDirty}
          aria-label={`Reset all settings of ${plugin.name}`}
          className={classes.button}
          onClick={() => setIsAsking(true)}
        >
          Reset all
        </Button>
      </Group>
      <ConfirmDialog
        opened={isAsking}
        title={`Reset all settings of ${plugin.name}?`}
        confirmLabel="Reset all"
        color="red"
        onCancel={() => setIsAsking(false)}
        onConfirm={() => {
          setIsAsking(false);
          void form.reset();
        }}
      >
        <Text size="sm">
          Every setting goes back to its default, and stored secrets are forgotten. You can undo it,
          or find the present settings in the history.
        </Text>
      </ConfirmDialog>
      <Drawer
        opened={showsHistory}
        onClose={() => setShowsHistory(false)}
        position="right"
        size="lg"
        title={`History of the settings of ${plugin.name}`}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Suspense fallback={<Loading what="the history" />}>
          <HistoryPanel plugin={plugin} form={form} />
        </Suspense>
      </Drawer>
    </div>
  );
}
