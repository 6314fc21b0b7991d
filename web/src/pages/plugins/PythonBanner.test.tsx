import { screen } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import { queryClient } from '../../api/query-client';
import type { SystemInfo } from '../../api/types';
import { json, serve, show } from '../../test-utils';
import { PythonBanner } from './PythonBanner';

beforeEach(() => queryClient.clear());

const python = (state: SystemInfo['python']['state'], message: string) =>
  serve(() => json({ python: { state, message }, plugins_dir: '/p', pluggarr_version: '0' }));

test('while Python is being set up, the banner says what is happening', async () => {
  python('preparing', 'Installing 34 packages');
  show(<PythonBanner />);
  expect(await screen.findByText('Preparing Python for plugins')).toBeVisible();
  expect(screen.getByText('Installing 34 packages')).toBeVisible();
});

test('a failed set-up says that plugins cannot run, and why', async () => {
  python('failed', 'Python 3.9 is too old');
  show(<PythonBanner />);
  expect(await screen.findByText('Plugins cannot run')).toBeVisible();
  expect(screen.getByText('Python 3.9 is too old')).toBeVisible();
});

test('a ready Python is no news', async () => {
  const log = python('ready', 'Python 3.13');
  const { container } = show(<PythonBanner />);
  await expect.poll(() => queryClient.getQueryState(['system'])?.status).toBe('success');
  expect(log).toHaveLength(1);
  expect(container.querySelector('[role="status"]')).toBeNull();
});
