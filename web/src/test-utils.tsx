/** For tests: a component among the things that every page has around it, and a server on demand. */
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';
import { MemoryRouter } from 'react-router';
import { vi } from 'vitest';
import { queryClient } from './api/query-client';
import type { RunDetail } from './api/run-types';
import type { Plugin } from './api/types';

export function show(node: ReactNode) {
  return render(
    // `env="test"` leaves out transitions, which jsdom would never end.
    <MantineProvider env="test">
      <QueryClientProvider client={queryClient}>
        <MemoryRouter>{node}</MemoryRouter>
      </QueryClientProvider>
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

export function aRun(rest: Partial<RunDetail> = {}): RunDetail {
  return {
    id: 'run-1',
    plugin: 'sample',
    plugin_name: 'Sample',
    action: 'go',
    action_label: 'Go',
    kind: 'action',
    trigger: 'user',
    by: 'ada',
    parent: null,
    event: null,
    schedule_id: null,
    status: 'running',
    outcome: null,
    ended_by: null,
    error: null,
    message: null,
    queued_at: '2026-03-01T10:00:00Z',
    started_at: '2026-03-01T10:00:00Z',
    ended_at: null,
    duration_ms: null,
    limit_seconds: 3600,
    progress: null,
    peak_bytes: null,
    cpu_seconds: null,
    log_lines: 0,
    result_bytes: null,
    background: false,
    params: {},
    settings: {},
    result: null,
    traceback: null,
    files: [],
    ...rest,
  };
}

const ADMIN = { id: 1, username: 'ada', user_level: 10 };

/** A server on which each start of an action becomes `run`, which may be changed later on. */
export function serveRuns(run: RunDetail, user: object = ADMIN) {
  const isOpen = { current: false };
  const log = serve(({ method, path }) => {
    if (path.endsWith('/users/me/')) return json(user);
    if (path.endsWith('/run/')) {
      isOpen.current = true;
      return json({ success: true, status: 'started', run_id: run.id }, 202);
    }
    if (path.endsWith('/cancel/')) {
      run.status = 'cancelling';
      return json({ success: true, status: 'cancelling' }, 202);
    }
    if (path.includes('/runs/?')) {
      const isAsked = new URL(path, 'http://test').searchParams.get('status') === run.status;
      const results = isOpen.current && isAsked ? [run] : [];
      return json({ count: results.length, next: null, previous: null, results });
    }
    if (path.endsWith(`/runs/${run.id}/`)) return json(run);
    if (path.endsWith('/system/')) return json({ python: { state: 'ready', message: '' } });
    return json({ plugins: [] }, method === 'GET' ? 200 : 404);
  });
  return {
    log,
    starts: () => log.filter(({ path }) => path.endsWith('/run/')),
    /** As if somebody else had started it. */
    open: () => {
      isOpen.current = true;
    },
  };
}

export function finished(rest: Partial<RunDetail> = {}): RunDetail {
  return aRun({
    status: 'finished',
    outcome: 'succeeded',
    ended_at: '2026-03-01T10:00:01Z',
    duration_ms: 1000,
    ...rest,
  });
}
