/** Whether what is on the screen is saved, said to eyes and to screen readers alike. */
import { Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconDots, IconLoader2 } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { FormState } from './autosave';
import classes from './SaveStatus.module.css';

interface Props {
  state: FormState;
  onRetry: () => void;
  onUndo: () => void;
}

export function SaveStatus({ state, onRetry, onUndo }: Props) {
  const { save } = state;
  return (
    <Group gap="xs" mih={36} className={classes.bar}>
      <div role="status" aria-live="polite" className={classes.status} data-save={save.kind}>
        <Words state={state} />
      </div>
      {save.kind === 'failed' && (
        <Button size="xs" variant="default" onClick={onRetry}>
          Retry
        </Button>
      )}
      {save.kind === 'saved' && save.undoable.length > 0 && (
        <Button size="xs" variant="subtle" onClick={onUndo}>
          Undo
        </Button>
      )}
    </Group>
  );
}

function Words({ state }: { state: FormState }): ReactNode {
  const problems = Object.keys(state.problems).length;
  switch (state.save.kind) {
    case 'idle':
      return null;
    case 'saving':
      return (
        <Text size="sm" c="dimmed" className={classes.words}>
          <IconLoader2 size={16} className={classes.spin} aria-hidden /> Saving…
        </Text>
      );
    case 'saved':
      return (
        <Text size="sm" className={`${classes.words} ${classes.saved}`}>
          <IconCheck size={16} aria-hidden /> {state.save.words}
        </Text>
      );
    case 'failed':
      return <Bad text={`Could not save: ${state.save.reason}`} />;
    case 'refused':
      return <Bad text={state.save.reason} />;
    case 'waiting':
      return problems > 0 ? (
        <Bad
          text={`Not saved: ${problems === 1 ? 'one field needs' : `${problems} fields need`} another value`}
        />
      ) : (
        <Text size="sm" c="dimmed" className={classes.words}>
          <IconDots size={16} aria-hidden /> Not saved yet
        </Text>
      );
  }
}

function Bad({ text }: { text: string }) {
  return (
    <Text size="sm" className={`${classes.words} ${classes.failed}`}>
      <IconAlertTriangle size={16} aria-hidden /> {text}
    </Text>
  );
}
