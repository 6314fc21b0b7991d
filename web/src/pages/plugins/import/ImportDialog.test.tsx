import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { ApiError } from '../../../api/error';
import * as api from '../../../api/plugin-files';
import { queryClient } from '../../../api/query-client';
import type { ImportPreview } from '../../../api/types';
import { aPlugin, json, serve, show } from '../../../test-utils';
import { ImportDialog } from './ImportDialog';

beforeEach(() => {
  queryClient.clear();
  serve(() => json({ plugins: [] }));
});

const ZIP = new File(['PK\u0003\u0004'], 'sample.zip');

const preview = (rest: Partial<ImportPreview> = {}): ImportPreview => ({
  key: 'sample',
  name: 'Sample',
  version: '2.0',
  description: '',
  author: '',
  license: '',
  archive_folder: 'sample',
  files: 3,
  bytes: 2048,
  largest: [],
  ignored: 0,
  capabilities: [],
  problems: [],
  findings: [],
  existing: null,
  changed_files: null,
  ...rest,
});

function open(answer: ImportPreview) {
  vi.spyOn(api, 'previewImport').mockResolvedValue(answer);
  const install = vi
    .spyOn(api, 'importPlugin')
    .mockResolvedValue({ plugin: aPlugin({ enabled: false }), was_managed: false });
  const onEnable = vi.fn();
  show(<ImportDialog files={[ZIP]} onClose={() => undefined} onEnable={onEnable} />);
  return { install, onEnable };
}

test('a new plugin is installed after a look, and enabled only if that is wanted', async () => {
  const { install, onEnable } = open(preview());
  await screen.findByText(/3 files, 2 kB/);
  expect(install).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole('button', { name: 'Install' }));
  await screen.findByText(/its code has not run/);
  expect(install.mock.calls[0]?.[2]).toBe(false);
  expect(onEnable).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole('button', { name: 'Enable now' }));
  expect(onEnable).toHaveBeenCalledOnce();
});

test('a plugin that is there already is replaced, knowing what changes', async () => {
  const { install } = open(
    preview({
      existing: { version: '1.0', enabled: true, name: 'Sample' },
      changed_files: { added: 1, changed: 0, removed: 2 },
    }),
  );
  await screen.findByText('Version 1.0 becomes 2.0');
  expect(screen.getByText(/Files: 1 new, 2 removed\. It is enabled/)).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Replace' }));
  expect(install.mock.calls[0]?.[2]).toBe(true);
});

test('what the server refuses is said where the zip was picked', async () => {
  open(preview());
  vi.spyOn(api, 'previewImport').mockRejectedValue(new ApiError('Unsafe path: ../x', 400));
  expect(await screen.findByRole('alert')).toHaveTextContent('“sample.zip”: Unsafe path: ../x');
  expect(screen.getByRole('button', { name: 'Choose a file' })).toBeVisible();
});

test('a refused installation keeps what was looked at', async () => {
  const { install } = open(preview());
  install.mockRejectedValue(new ApiError("Plugin 'sample' already exists", 400));
  await userEvent.click(await screen.findByRole('button', { name: 'Install' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('already exists');
  expect(screen.getByRole('button', { name: 'Install' })).toBeVisible();
});
