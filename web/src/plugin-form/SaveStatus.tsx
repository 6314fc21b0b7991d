/** Whether what is on the screen is saved, said to eyes and to screen readers alike. */
import { Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconDots, IconLoader2 } from '@tabler/icons-react';
import type { FormState } from './autosave';
import classes from './SaveStatus.module.css';

interface Props {
  state: FormState;
  onRetry: () => void;
}

export function SaveStatus({ state, onRetry }: Props) {
  const failed = state.save.kind === 'failed';
  return (
    <Group gap="xs" mih={30} className={classes.bar}>
      <div role="status" aria-live="polite" className={classes.status} data-save={state.save.kind}>
        <Words state={state} />
      </div>
      {failed && (
        <Button size="compact-sm" variant="default" onClick={onRetry}>
          Retry
        </Button>
      )}
    </Group>
  );
}

function Words({ state }: { state: FormState }) {
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
          <IconCheck size={16} aria-hidden /> Saved
        </Text>
      );
    case 'failed':
      return (
        <Text size="sm" className={`${classes.words} ${classes.failed}`}>
          <IconAlertTriangle size={16} aria-hidden /> Could not save: {state.save.reason}
        </Text>
      );
    case 'waiting':
      return problems > 0 ? (
        <Text size="sm" className={`${classes.words} ${classes.failed}`}>
          <IconAlertTriangle size={16} aria-hidden /> Not saved:{' '}
          {problems === 1 ? 'one field needs' : `${problems} fields need`} another value
        </Text>
      ) : (
        <Text size="sm" c="dimmed" className={classes.words}>
          <IconDots size={16} aria-hidden /> Not saved yet
        </Text>
      );
  }
}
