/** Asks when something shall run, in the words of people who know no cron. */
import { Chip, Group, Input, NumberInput, Select, Stack, TextInput } from '@mantine/core';
import { DAYS, FIRST, KINDS, problemOf, type When } from './when';

interface Props {
  when: When;
  onChange: (when: When) => void;
}

export function WhenFields({ when, onChange }: Props) {
  const problem = problemOf(when);
  return (
    <Stack gap="sm">
      <Select
        label="How often"
        data={KINDS}
        value={when.kind}
        allowDeselect={false}
        onChange={(kind) => {
          const known = KINDS.find(({ value }) => value === kind);
          if (known !== undefined) onChange(FIRST[known.value]);
        }}
      />
      <Details when={when} problem={problem} onChange={onChange} />
    </Stack>
  );
}

function Details({ when, problem, onChange }: Props & { problem: string | null }) {
  switch (when.kind) {
    case 'minutes':
    case 'hours':
      return (
        <NumberInput
          label={when.kind === 'minutes' ? 'Minutes between two runs' : 'Hours between two runs'}
          value={when.every}
          min={1}
          clampBehavior="none"
          error={problem}
          onChange={(every) => onChange({ ...when, every: Number(every) })}
        />
      );
    case 'daily':
      return (
        <TextInput
          type="time"
          label="At"
          value={when.at}
          error={problem}
          onChange={(event) => onChange({ ...when, at: event.currentTarget.value })}
        />
      );
    case 'weekly':
      return (
        <>
          <Input.Wrapper label="Days" labelElement="div" error={when.days.length === 0 && problem}>
            <Chip.Group
              multiple
              value={when.days.map(String)}
              onChange={(days) => onChange({ ...when, days: days.map(Number) })}
            >
              <Group gap={6} role="group" aria-label="Days">
                {DAYS.map(({ value, short, label }) => (
                  <Chip key={value} value={String(value)} size="sm" aria-label={label}>
                    {short}
                  </Chip>
                ))}
              </Group>
            </Chip.Group>
          </Input.Wrapper>
          <TextInput
            type="time"
            label="At"
            value={when.at}
            error={when.days.length > 0 && problem}
            onChange={(event) => onChange({ ...when, at: event.currentTarget.value })}
          />
        </>
      );
    case 'cron':
      return (
        <TextInput
          label="Cron expression"
          description="Minute, hour, day of the month, month, day of the week"
          value={when.expression}
          error={problem}
          autoComplete="off"
          onChange={(event) => onChange({ ...when, expression: event.currentTarget.value })}
        />
      );
  }
}
