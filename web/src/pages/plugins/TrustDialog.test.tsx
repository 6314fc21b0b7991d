import { screen, within } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { rememberFindings } from '../../api/plugin-files';
import { queryClient } from '../../api/query-client';
import type { Plugin } from '../../api/types';
import { aPlugin, show } from '../../test-utils';
import { TrustDialog } from './TrustDialog';

beforeEach(() => queryClient.clear());

const capability = (id: string) => ({
  id,
  label: `Do ${id}`,
  description: `What ${id} means`,
  requires_restart: false,
});

function ask(rest: Partial<Plugin>) {
  const plugin = aPlugin({ needs_trust: true, author: 'Ada', ...rest });
  const nothing = () => undefined;
  show(<TrustDialog plugin={plugin} opened onCancel={nothing} onTrust={nothing} />);
}

test('the first question names all that is asked for, and what was found in the code', async () => {
  rememberFindings(queryClient, 'sample', [
    { kind: 'network', count: 3, examples: [{ file: 'a.py', line: 7, text: 'connect()' }] },
    { kind: 'telepathy', count: 1, examples: [] },
  ]);
  ask({ ever_enabled: false, capabilities: [capability('dig'), capability('fly')] });
  const asked = await screen.findByRole('region', { name: 'What it asks for' });
  expect(within(asked).getByText('Do dig')).toBeVisible();
  expect(within(asked).getByText('What fly means')).toBeVisible();
  const found = screen.getByRole('region', { name: 'Found in its code' });
  expect(within(found).getByText('Connects to the network: 3 places')).toBeVisible();
  expect(within(found).getByText('a.py:7')).toBeInTheDocument();
  expect(within(found).getByText('telepathy: 1 place')).toBeVisible();
});

test('the second question is about what is new, and only mentions the rest', async () => {
  ask({
    ever_enabled: true,
    new_capabilities: ['fly'],
    capabilities: [capability('dig'), capability('fly')],
  });
  await screen.findByText('Sample asks for more');
  expect(screen.getByText('Do fly')).toBeVisible();
  expect(screen.getByText('New')).toBeVisible();
  expect(screen.queryByText('What dig means')).toBeNull();
  expect(screen.getByText('As before: Do dig')).toBeVisible();
});
