/** How long an action may run: what its plugin says, what is usual, and what is to count here instead. */
import { Alert, Button, Group, Modal, NumberInput, Select, Stack, Text } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import { messageOf } from '../../api/error';
import { useLimits, useSetLimit } from '../../api/plugin-runs';
import type { ActionLimit, Limits } from '../../api/run-types';
import type { Action, Plugin } from '../../api/types';
import { Failure, Loading } from '../../ui/states';
import { toastDone } from '../../ui/toast';
import { limitInWords } from '../words';

interface Props {
  plugin: Plugin;
  action: Action;
  onClose: () => void;
}

export function LimitDialog({ plugin, action, onClose }: Props) {
  const limits = useLimits(plugin.key);
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Time limit of ${action.label || action.id}`}
      centered
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {limits.isPending && <Loading what="the limits" rows={1} />}
      {limits.isError && limits.data === undefined && (
        <Failure what="the limits" error={limits.error} onRetry={() => void limits.refetch()} />
      )}
      {limits.data !== undefined && (
        <LimitForm plugin={plugin} action={action} limits={limits.data} onClose={onClose} />
      )}
    </Modal>
  );
}

const UNITS = [
  { value: '1', label: 'seconds' },
  { value: '60', label: 'minutes' },
  { value: '3600', label: 'hours' },
];

function LimitForm({ plugin, action, limits, onClose }: Props & { limits: Limits }) {
  const save = useSetLimit(plugin.key);
  const none: ActionLimit = { declared: null, override: null, effective: limits.default_seconds };
  const { declared, override, effective } = limits.actions[action.id] ?? none;
  const [unit, setUnit] = useState(() => largestUnitOf(effective));
  const [amount, setAmount] = useState<string | number>(() => effective / Number(unit));
  const seconds = Number(amount) * Number(unit);
  const isValid = amount !== '' && Number.isFinite(seconds) && seconds > 0;

  const set = (next: number | null) =>
    save.mutate(
      { action: action.id, seconds: next },
      {
        onSuccess: () => {
          toastDone(`The time limit of ${action.label || action.id} was set`);
          onClose();
        },
      },
    );
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (isValid) set(seconds);
  };
  return (
    <form onSubmit={send} noValidate>
      <Stack>
        <Text size="sm">
          A run that takes longer than this is ended.{' '}
          {declared === null
            ? `The usual limit is ${limitInWords(limits.default_seconds)}.`
            : `Its plugin asks for ${limitInWords(declared)}.`}
          {override !== null && ` Set here: ${limitInWords(override)}.`}
        </Text>
        <Group gap="xs" align="flex-start">
          <NumberInput
            flex={1}
            aria-label="Time limit"
            value={amount}
            min={0}
            clampBehavior="none"
            error={isValid ? undefined : 'Must be a number above 0'}
            onChange={setAmount}
            data-autofocus
          />
          <Select
            w={130}
            aria-label="Unit"
            data={UNITS}
            value={unit}
            allowDeselect={false}
            onChange={(next) => setUnit(next ?? '1')}
          />
        </Group>
        {save.isError && (
          <Alert color="red" title="Could not set the time limit">
            {messageOf(save.error)}
          </Alert>
        )}
        <Group justify="flex-end">
          {override !== null && (
            <Button variant="subtle" mr="auto" loading={save.isPending} onClick={() => set(null)}>
              Back to {limitInWords(declared ?? limits.default_seconds)}
            </Button>
          )}
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function largestUnitOf(seconds: number): string {
  const whole = [...UNITS].reverse().find(({ value }) => seconds % Number(value) === 0);
  return whole?.value ?? '1';
}
