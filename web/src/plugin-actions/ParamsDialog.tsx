/**
 * Asks for what an action wants to know before it runs; also asks whether to run it, where both are due.
 *
 * The same inputs as for settings, but nothing is saved: what is entered goes along with this run.
 */
import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import type { Action, Field, Json } from '../api/types';
import { FieldInput } from '../plugin-form/FieldInput';
import { judge } from '../plugin-form/judge';
import { shownValue, type Draft } from '../plugin-form/values';
import type { Question } from './confirmation';
import { enteredBefore, readParams, rememberEntered } from './params';

interface Props {
  pluginKey: string;
  action: Action;
  fields: Field[];
  question: Question | null;
  onCancel: () => void;
  onRun: (params: Record<string, Json>) => void;
}

/** Mounted while it is asked, so that each run starts from what was entered last. */
export function ParamsDialog({ pluginKey, action, fields, question, onCancel, onRun }: Props) {
  const [drafts, setDrafts] = useState(() => enteredBefore(pluginKey, action.id, fields));
  const [wasSent, setWasSent] = useState(false);
  const label = action.button_label || action.label || 'Run';
  const draftOf = (field: Field): Draft => drafts[field.id] ?? shownValue(field, {});

  const problemOf = (field: Field): string | undefined => {
    // An empty field is no mistake until somebody says that the form is done.
    const isTouched = wasSent || field.id in drafts;
    const verdict = judge(field, draftOf(field));
    return isTouched && verdict.kind === 'invalid' ? verdict.problem : undefined;
  };
  const send = (event: FormEvent) => {
    event.preventDefault();
    setWasSent(true);
    const params = readParams(fields, draftOf);
    if (params === null) return;
    rememberEntered(pluginKey, action.id, fields, drafts);
    onRun(params);
  };
  return (
    <Modal
      opened
      onClose={onCancel}
      title={question?.title ?? label}
      centered
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {/* The browser's own bubbles would hide what the fields say themselves. */}
      <form onSubmit={send} noValidate>
        <Stack>
          {question !== null ? (
            <Alert color="yellow" icon={<IconAlertTriangle aria-hidden />}>
              <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>
                {question.message}
              </Text>
            </Alert>
          ) : (
            action.description && (
              <Text size="sm" c="dimmed">
                {action.description}
              </Text>
            )
          )}
          {fields.map((field) => (
            <FieldInput
              key={field.id}
              field={field}
              value={draftOf(field)}
              problem={problemOf(field)}
              onEdit={(draft) => setDrafts((before) => ({ ...before, [field.id]: draft }))}
              mayBeHeading
            />
          ))}
          <Group justify="flex-end">
            <Button variant="default" onClick={onCancel}>
              Cancel
            </Button>
            <Button type="submit" color={action.button_color || undefined}>
              {label}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
