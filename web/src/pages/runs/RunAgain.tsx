/** Starts an action once more with the same params; asks first where the action asks. */
import { Button, Text } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { ApiError } from '../../api/error';
import { usePlugins } from '../../api/plugins';
import { startRun } from '../../api/runs';
import type { RunDetail } from '../../api/run-types';
import { MASKED, type Json } from '../../api/types';
import { questionFor } from '../../plugin-actions/confirmation';
import { ParamsDialog } from '../../plugin-actions/ParamsDialog';
import { formOf } from '../../plugin-form/open-forms';
import { runPath } from '../../runs/run-path';
import { ConfirmDialog } from '../../ui/ConfirmDialog';
import { toastFailure } from '../../ui/toast';

export function RunAgain({ run }: { run: RunDetail }) {
  const navigate = useNavigate();
  const [isStarting, setIsStarting] = useState(false);
  const [asking, setAsking] = useState<'question' | 'params' | null>(null);
  const plugin = usePlugins().data?.find(({ key }) => key === run.plugin);
  const action = plugin?.actions.find(({ id }) => id === run.action);
  // A task of the plugin's own has no button anywhere, and an action may be gone.
  if (plugin === undefined || action === undefined || run.kind === 'task') return null;
  const question = questionFor(action, formOf(plugin).snapshot().values);
  const label = action.label || action.id;

  const start = async (params: Record<string, Json>) => {
    setAsking(null);
    setIsStarting(true);
    try {
      const { run_id } = await startRun(plugin.key, action.id, params);
      await navigate(runPath(run_id));
    } catch (error) {
      const running = error instanceof ApiError ? error.answer['run_id'] : undefined;
      toastFailure(`Could not start ${label}`, error);
      if (typeof running === 'string') await navigate(runPath(running));
    }
    setIsStarting(false);
  };
  const begin = () => {
    // A password of then is not kept, so all are asked for again.
    if (Object.values(run.params).includes(MASKED)) setAsking('params');
    else if (question !== null) setAsking('question');
    else void start(run.params);
  };
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconPlayerPlay size={16} aria-hidden />}
        loading={isStarting}
        disabled={!plugin.enabled}
        onClick={begin}
      >
        Run again
      </Button>
      <ConfirmDialog
        opened={asking === 'question'}
        title={question?.title ?? ''}
        confirmLabel={action.button_label || label}
        onCancel={() => setAsking(null)}
        onConfirm={() => void start(run.params)}
      >
        <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>
          {question?.message}
        </Text>
      </ConfirmDialog>
      {asking === 'params' && (
        <ParamsDialog
          pluginKey={plugin.key}
          action={action}
          fields={action.params ?? []}
          question={question}
          onCancel={() => setAsking(null)}
          onRun={(params) => void start(params)}
        />
      )}
    </>
  );
}
