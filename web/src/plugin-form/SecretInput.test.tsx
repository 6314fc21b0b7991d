import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test } from 'vitest';
import { show } from '../test-utils';
import { FieldInput } from './FieldInput';

const FIELD = { id: 'key', label: 'API key', type: 'string', secret: true };

function Held({ log, startsSet }: { log: string[]; startsSet: boolean }) {
  const [value, setValue] = useState('');
  const [isSet, setIsSet] = useState(startsSet);
  const save = () => {
    if (value === '') return;
    log.push(`saved ${value}`);
    setValue('');
    setIsSet(true);
  };
  const clear = () => {
    log.push('cleared');
    setIsSet(false);
  };
  return (
    <FieldInput
      field={FIELD}
      value={value}
      problem={undefined}
      onEdit={(draft) => setValue(typeof draft === 'string' ? draft : '')}
      onBlur={save}
      secret={{ isSet, onClear: clear }}
    />
  );
}

function showSecret(startsSet: boolean): string[] {
  const log: string[] = [];
  show(<Held log={log} startsSet={startsSet} />);
  return log;
}

test('a secret that is set is never in an input; Replace offers an empty one', async () => {
  const log = showSecret(true);
  expect(screen.getByText('Set')).toBeVisible();
  expect(screen.queryByLabelText('API key')).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Replace API key' }));
  const input = screen.getByLabelText('API key');
  expect(input).toHaveFocus();
  expect(input).toHaveValue('');
  await userEvent.type(input, 'new{Enter}');
  expect(log).toEqual(['saved new']);
  expect(screen.getByRole('button', { name: 'Replace API key' })).toHaveFocus();
});

test('Replace without typing leaves the secret as it is', async () => {
  const log = showSecret(true);
  await userEvent.click(screen.getByRole('button', { name: 'Replace API key' }));
  await userEvent.tab();
  expect(log).toEqual([]);
  expect(screen.getByText('Set')).toBeVisible();
});

test('a secret that is not set is typed right away, and hidden', async () => {
  const log = showSecret(false);
  const input = screen.getByLabelText('API key');
  expect(input).toHaveAttribute('type', 'password');
  await userEvent.type(input, 'first');
  await userEvent.tab();
  expect(log).toEqual(['saved first']);
});

test('Clear forgets it', async () => {
  const log = showSecret(true);
  await userEvent.click(screen.getByRole('button', { name: 'Clear API key' }));
  expect(log).toEqual(['cleared']);
  expect(screen.getByLabelText('API key')).toHaveValue('');
});
