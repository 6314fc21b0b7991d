/** For tests: a component among the things that every page has around it, and a server on demand. */
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { vi } from 'vitest';
import { queryClient } from './api/query-client';
import type { Plugin } from './api/types';

export function show(node: ReactNode) {
  return render(
    // `env="test"` leaves out transitions, which jsdom would never end.
    <MantineProvider env="test">
      <QueryClientProvider client={queryClient}>{node}</QueryClientProvider>
    </MantineProvider>,
  );
}

export interface Asked {
  method: string;
  path: string;
  body: unknown;
  authorization: string | null;
}

/** Answers requests by `answer` instead of a network, and keeps what was asked. */
export function serve(answer: (asked: Asked) => Response | Promise<Response>): Asked[] {
  const log: Asked[] = [];
  vi.stubGlobal('fetch', async (path: string, init: RequestInit = {}) => {
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
    const authorization = new Headers(init.headers).get('Authorization');
    const asked = { method: init.method ?? 'GET', path, body, authorization };
    log.push(asked);
    return answer(asked);
  });
  return log;
}

export const json = (value: unknown, status = 200) =>
  new Response(JSON.stringify(value), { status, headers: { 'Content-Type': 'application/json' } });

export function aPlugin(rest: Partial<Plugin> = {}): Plugin {
  return {
    key: 'sample',
    name: 'Sample',
    version: '1.0.0',
    description: '',
    author: '',
    help_url: '',
    enabled: true,
    ever_enabled: true,
    fields: [],
    settings: {},
    actions: [],
    missing: false,
    trusted: true,
    loaded: true,
    legacy: false,
    logo_url: null,
    navigation: false,
    load_error: null,
    state: 'running',
    slug: '',
    is_managed: false,
    is_official_repo: false,
    installed_version_is_prerelease: false,
    update_available: false,
    deprecated: false,
    manifest_version: 0,
    capabilities: [],
    problems: [],
    has_readme: false,
    folder: 'sample',
    reload_offered: false,
    needs_trust: false,
    new_capabilities: [],
    secrets_set: [],
    previous: null,
    license: '',
    repo_url: '',
    ...rest,
  };
}
