/** Starts an action once more with the same params; asks first where the action asks. */
import { Button, Text } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { ApiError } from '../../api/error';
import { usePlugins } from '../../api/plugins';
import { startRun } from '../../api/runs';
import type { RunDetail } from '../../api/run-types';
import { questionFor } from '../../plugin-actions/confirmation';
import { formOf } from '../../plugin-form/open-forms';
import { runPath } from '../../runs/run-path';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { toastFailure } from '../../ui/toast';

export function RunAgain({ run }: { run: RunDetail }) {
  const navigate = useNavigate();
  const [isStarting, setIsStarting] = useState(false);
  const [isAsking, setIsAsking] = useState(false);
  const plugin = usePlugins().data?.find(({ key }) => key === run.plugin);
  const action = plugin?.actions.find(({ id }) => id === run.action);
  // A task of the plugin's own has no button anywhere, and an action may be gone.
  if (plugin === undefined || action === undefined || run.kind === 'task') return null;
  const question = questionFor(action, formOf(plugin).snapshot().values);
  const label = action.label || action.id;

  const start = async () => {
    setIsAsking(false);
    setIsStarting(true);
    try {
      const { run_id } = await startRun(plugin.key, action.id, run.params);
      await navigate(runPath(run_id));
    } catch (error) {
      const running = error instanceof ApiError ? error.answer['run_id'] : undefined;
      toastFailure(`Could not start ${label}`, error);
      if (typeof running === 'string') await navigate(runPath(running));
    }
    setIsStarting(false);
  };
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconPlayerPlay size={16} aria-hidden />}
        loading={isStarting}
        disabled={!plugin.enabled}
        onClick={() => (question === null ? void start() : setIsAsking(true))}
      >
        Run again
      </Button>
      <ConfirmDialog
        opened={isAsking}
        title={question?.title ?? ''}
        confirmLabel={action.button_label || label}
        onCancel={() => setIsAsking(false)}
        onConfirm={() => void start()}
      >
        <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>
          {question?.message}
        </Text>
      </ConfirmDialog>
    </>
  );
}
