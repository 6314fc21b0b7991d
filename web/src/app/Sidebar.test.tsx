import { AppShell } from '@mantine/core';
import { screen } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { queryClient } from '../api/query-client';
import { aRun, serveRuns, show } from '../test-utils';
import { Sidebar } from './Sidebar';

beforeEach(() => queryClient.clear());

const showSidebar = () =>
  show(
    <AppShell navbar={{ width: 220, breakpoint: 'sm' }}>
      <AppShell.Navbar>
        <Sidebar />
      </AppShell.Navbar>
    </AppShell>,
  );

test('an admin sees how many runs are under way', async () => {
  serveRuns(aRun()).open();
  showSidebar();
  expect(await screen.findByRole('link', { name: /^Runs ?, 1 under way$/ })).toHaveAttribute(
    'href',
    '/runs',
  );
});

test('whoever is no admin has no entry for runs, and asks for none', async () => {
  const { log } = serveRuns(aRun(), { id: 2, username: 'bob', user_level: 1 });
  showSidebar();
  await screen.findByRole('link', { name: 'Plugins' });
  await expect(screen.findByRole('link', { name: /Runs/ })).rejects.toThrow();
  expect(log.filter(({ path }) => path.includes('/runs/'))).toEqual([]);
});
