/** One action: its button, what it does, whether it runs, and how it ended. */
import { Badge, Button, Group, Stack, Text, type ButtonVariant } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { pluginsKey } from '../api/plugins';
import type { Action, Plugin } from '../api/types';
import type { Autosave } from '../plugin-form/autosave';
import { ConfirmDialog } from '../ui/ConfirmDialog';
import { Elapsed } from '../ui/Elapsed';
import { AnsweredResult, FailedResult } from './ActionResult';
import { questionFor, type Question } from './confirmation';
import { dismissResult, startAction, useActionState } from './running';

const VARIANTS: ButtonVariant[] = ['filled', 'light', 'outline', 'subtle', 'default', 'gradient'];

interface Props {
  plugin: Plugin;
  action: Action;
  form: Autosave;
}

export function ActionRow({ plugin, action, form }: Props) {
  const client = useQueryClient();
  const state = useActionState(plugin.key, action.id);
  const [question, setQuestion] = useState<Question | null>(null);
  const isRunning = state?.kind === 'running';

  const run = async () => {
    setQuestion(null);
    await startAction(plugin.key, action.id, () => form.flush());
    // The run may have ended the worker, or changed the plugin's own settings.
    await client.invalidateQueries({ queryKey: pluginsKey });
  };
  const ask = () => {
    const needed = questionFor(action, form.snapshot().values);
    if (needed === null) void run();
    else setQuestion(needed);
  };
  const dismiss = () => dismissResult(plugin.key, action.id);
  const variant = VARIANTS.find((known) => known === action.button_variant) ?? 'filled';

  return (
    <Stack gap="xs" data-action={action.id}>
      <Group gap="md" align="center">
        <Button
          variant={variant}
          color={action.button_color || undefined}
          loading={isRunning}
          onClick={ask}
        >
          {action.button_label || action.label || action.id}
        </Button>
        <div style={{ flex: '1 1 12rem' }}>
          {action.button_label && action.label !== action.button_label && (
            <Text size="sm" fw={600}>
              {action.label}
            </Text>
          )}
          {action.description && (
            <Text size="sm" c="dimmed">
              {action.description}
            </Text>
          )}
          {action.events && action.events.length > 0 && (
            <Group gap={4} mt={4}>
              <Text size="xs" c="dimmed">
                Also runs on
              </Text>
              {action.events.map((event) => (
                <Badge key={event} size="sm" variant="default" tt="none">
                  {event}
                </Badge>
              ))}
            </Group>
          )}
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
      <ConfirmDialog
        opened={question !== null}
        title={question?.title ?? ''}
        confirmLabel={action.button_label || action.label || 'Run'}
        onCancel={() => setQuestion(null)}
        onConfirm={() => void run()}
      >
        <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>
          {question?.message}
        </Text>
      </ConfirmDialog>
    </Stack>
  );
}
