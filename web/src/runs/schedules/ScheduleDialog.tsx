/** Makes a schedule for an action of a plugin: which action, with what, when. */
import { Alert, Button, Group, Modal, Select, Stack, Text } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { messageOf } from '../../api/error';
import { useAddSchedule } from '../../api/schedules';
import type { Plugin } from '../../api/types';
import { readParams } from '../../plugin-actions/params';
import { FieldInput } from '../../plugin-form/FieldInput';
import { judge } from '../../plugin-form/judge';
import { shownValue, type Draft } from '../../plugin-form/values';
import { toastDone } from '../../ui/toast';
import { browserZone, FIRST, problemOf, timingOf, whenInWords, zones, type When } from './when';
import { WhenFields } from './WhenFields';

interface Props {
  plugin: Plugin;
  /** The action that it is asked for from, if it was from one. */
  action?: string | undefined;
  onClose: () => void;
}

/** Mounted while it is open. */
export function ScheduleDialog({ plugin, action: first, onClose }: Props) {
  const add = useAddSchedule();
  const [actionId, setActionId] = useState(first ?? plugin.actions[0]?.id ?? '');
  const [when, setWhen] = useState<When>(FIRST.daily);
  const [timezone, setTimezone] = useState(browserZone);
  const [drafts, setDrafts] = useState<Record<string, Draft>>({});
  const [wasSent, setWasSent] = useState(false);
  const action = plugin.actions.find(({ id }) => id === actionId);
  const fields = action?.params ?? [];

  const send = (event: FormEvent) => {
    event.preventDefault();
    setWasSent(true);
    const params = readParams(fields, (field) => drafts[field.id] ?? shownValue(field, {}));
    if (params === null || problemOf(when) !== null || action === undefined) return;
    const timing = timingOf(when);
    add.mutate(
      { plugin: plugin.key, action: action.id, params, ...timing, timezone, enabled: true },
      {
        onSuccess: () => {
          toastDone(`${action.label || action.id} will run ${whenInWords(timing)}`);
          onClose();
        },
      },
    );
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Schedule an action of ${plugin.name}`}
      centered
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={send} noValidate>
        <Stack>
          <Select
            label="Action"
            data={plugin.actions.map(({ id, label }) => ({ value: id, label: label || id }))}
            value={actionId}
            allowDeselect={false}
            onChange={(id) => {
              setActionId(id ?? '');
              setDrafts({});
              setWasSent(false);
            }}
          />
          {action?.confirm && (
            <Text size="sm" c="dimmed">
              Pressed by hand, this action asks before it runs. By the clock it does not.
            </Text>
          )}
          {fields.map((field) => {
            const draft = drafts[field.id] ?? shownValue(field, {});
            const verdict = judge(field, draft);
            const isTouched = wasSent || field.id in drafts;
            return (
              <FieldInput
                key={`${actionId} ${field.id}`}
                field={field}
                value={draft}
                problem={isTouched && verdict.kind === 'invalid' ? verdict.problem : undefined}
                onEdit={(next) => setDrafts((before) => ({ ...before, [field.id]: next }))}
                mayBeHeading
              />
            );
          })}
          <WhenFields when={when} onChange={setWhen} />
          <Select
            label="Time zone"
            data={zones(timezone)}
            value={timezone}
            searchable
            allowDeselect={false}
            limit={200}
            onChange={(zone) => setTimezone(zone ?? browserZone())}
          />
          {add.isError && (
            <Alert color="red" title="Could not add the schedule">
              {messageOf(add.error)}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={add.isPending}>
              Add the schedule
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
