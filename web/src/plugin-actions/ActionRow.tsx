/** One action: its button, what it does, whether it runs, and how that ended. */
import { Badge, Button, Group, Stack, Text, type ButtonVariant } from '@mantine/core';
import { useState } from 'react';
import { useOpenRuns, useRun } from '../api/runs';
import type { Action, Json, Plugin } from '../api/types';
import type { Autosave } from '../plugin-form/autosave';
import { ConfirmDialog } from '../ui/ConfirmDialog';
import { PlainText } from '../ui/PlainText';
import { ActionMenu } from './ActionMenu';
import { ActionRuns } from './ActionRuns';
import { questionFor, type Question } from './confirmation';
import { ParamsDialog } from './ParamsDialog';
import { startAction, useActionState } from './running';

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
  const { isStarting, runId } = useActionState(plugin.key, action.id);
  const followed = useRun(runId);
  const openRuns = (useOpenRuns().data ?? []).filter(
    (run) => run.plugin === plugin.key && run.action === action.id && run.kind === 'action',
  );
  // Between the server's yes and the first word of the run there is nothing among the open ones yet.
  const isFollowedOpen =
    followed.data === undefined ? followed.isLoading : followed.data.status !== 'finished';
  const isRunning = isStarting || isFollowedOpen || openRuns.length > 0;
  const [asking, setAsking] = useState<Asking | null>(null);
  const params = action.params ?? [];
  const label = action.button_label || action.label || action.id;

  const run = (entered: Record<string, Json>) => {
    setAsking(null);
    void startAction(plugin.key, action.id, entered, () => form.flush());
  };
  const ask = () => {
    const question = questionFor(action, form.snapshot().values);
    if (params.length > 0) setAsking({ kind: 'params', question });
    else if (question !== null) setAsking({ kind: 'question', question });
    else run({});
  };
  const cancel = () => setAsking(null);
  const variant = VARIANTS.find((known) => known === action.button_variant) ?? 'filled';

  return (
    <Stack gap="xs" data-action={action.id}>
      <Group gap="xs" align="center" wrap="nowrap">
        <Group gap="md" align="center" flex={1}>
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
        <ActionMenu plugin={plugin} action={action} />
      </Group>
      <ActionRuns plugin={plugin} action={action} openRuns={openRuns} />
      {asking?.kind === 'params' && (
        <ParamsDialog
          pluginKey={plugin.key}
          action={action}
          fields={params}
          question={asking.question}
          onCancel={cancel}
          onRun={run}
        />
      )}
      <ConfirmDialog
        opened={asking?.kind === 'question'}
        title={asking?.question?.title ?? ''}
        confirmLabel={label}
        onCancel={cancel}
        onConfirm={() => run({})}
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
