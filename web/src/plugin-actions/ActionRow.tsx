/** One action: its button, what it does, whether it runs, and how it ended. */
import { Badge, Button, Group, Stack, Text, type ButtonVariant } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { pluginsKey } from '../api/plugins';
import type { Action, Json, Plugin } from '../api/types';
import type { Autosave } from '../plugin-form/autosave';
import { ConfirmDialog } from '../ui/ConfirmDialog';
import { Elapsed } from '../ui/Elapsed';
import { PlainText } from '../ui/PlainText';
import { AnsweredResult, FailedResult } from './ActionResult';
import { questionFor, type Question } from './confirmation';
import { ParamsDialog } from './ParamsDialog';
import { dismissResult, startAction, useActionState } from './running';

const VARIANTS: ButtonVariant[] = [
  'filled',
  'light',
  'outline',
  'subtle',
  'default',
  'transparent',
  'white',
  'gradient',
];

interface Props {
  plugin: Plugin;
  action: Action;
  form: Autosave;
}

/** What is asked before a run; null while nothing is. */
type Asking =
  { kind: 'question'; question: Question } | { kind: 'params'; question: Question | null };

export function ActionRow({ plugin, action, form }: Props) {
  const client = useQueryClient();
  const state = useActionState(plugin.key, action.id);
  const [asking, setAsking] = useState<Asking | null>(null);
  const isRunning = state?.kind === 'running';
  const params = action.params ?? [];
  const label = action.button_label || action.label || action.id;

  const run = async (entered: Record<string, Json>) => {
    setAsking(null);
    await startAction(plugin.key, action.id, entered, () => form.flush());
    // The run may have ended the worker, or changed the plugin's own settings.
    await client.invalidateQueries({ queryKey: pluginsKey });
  };
  const ask = () => {
    const question = questionFor(action, form.snapshot().values);
    if (params.length > 0) setAsking({ kind: 'params', question });
    else if (question !== null) setAsking({ kind: 'question', question });
    else void run({});
  };
  const dismiss = () => dismissResult(plugin.key, action.id);
  const cancel = () => setAsking(null);
  const variant = VARIANTS.find((known) => known === action.button_variant) ?? 'filled';

  return (
    <Stack gap="xs" data-action={action.id}>
      <Group gap="md" align="center">
        <Button
          variant={variant}
          color={action.button_color || undefined}
          loading={isRunning}
          disabled={!plugin.enabled}
          aria-haspopup={params.length > 0 ? 'dialog' : undefined}
          onClick={ask}
        >
          {params.length > 0 ? `${label}…` : label}
        </Button>
        <div style={{ flex: '1 1 12rem' }}>
          {action.button_label && action.label !== action.button_label && (
            <Text size="sm" fw={600}>
              {action.label}
            </Text>
          )}
          {action.description && (
            <Text size="sm" c="dimmed" component="div">
              <PlainText text={action.description} />
            </Text>
          )}
          <Events events={action.events ?? []} />
        </div>
      </Group>
      <div role="status" aria-live="polite">
        {isRunning && (
          <Text size="sm">
            Running <Elapsed since={state.startedAt} />
          </Text>
        )}
        {state?.kind === 'answered' && (
          <AnsweredResult result={state.result} tookMs={state.tookMs} onDismiss={dismiss} />
        )}
        {state?.kind === 'failed' && (
          <FailedResult error={state.error} tookMs={state.tookMs} onDismiss={dismiss} />
        )}
      </div>
      {asking?.kind === 'params' && (
        <ParamsDialog
          pluginKey={plugin.key}
          action={action}
          fields={params}
          question={asking.question}
          onCancel={cancel}
          onRun={(entered) => void run(entered)}
        />
      )}
      <ConfirmDialog
        opened={asking?.kind === 'question'}
        title={asking?.question?.title ?? ''}
        confirmLabel={label}
        onCancel={cancel}
        onConfirm={() => void run({})}
      >
        <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>
          {asking?.question?.message}
        </Text>
      </ConfirmDialog>
    </Stack>
  );
}

function Events({ events }: { events: string[] }) {
  if (events.length === 0) return null;
  return (
    <Group gap={4} mt={4}>
      <Text size="xs" c="dimmed">
        Runs on
      </Text>
      {events.map((event) => (
        <Badge key={event} size="sm" variant="default" tt="none">
          {event}
        </Badge>
      ))}
    </Group>
  );
}
