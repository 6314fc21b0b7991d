import { expect, test } from 'vitest';
import type { Plugin } from '../../api/types';
import { healthOf } from './health';

const HEALTHY = {
  enabled: true,
  missing: false,
  loaded: true,
  load_error: null,
  state: 'running',
} as Plugin;

test.each<[string, Partial<Plugin>]>([
  ['Running', {}],
  ['Starting', { state: 'starting', loaded: false }],
  ['Enabled', { state: 'stopped' }],
  ['Not loaded', { state: 'stopped', loaded: false }],
  ['Not loaded', { state: 'stopped', loaded: false, load_error: 'SyntaxError' }],
  ['Crashed', { state: 'crashed' }],
  ['Crashed', { state: 'crashed', load_error: 'exit status 3' }],
  ['Disabled', { enabled: false, state: 'stopped', loaded: false }],
  ['Folder missing', { enabled: true, missing: true }],
])('%s: %j', (label, change) => {
  expect(healthOf({ ...HEALTHY, ...change }).label).toBe(label);
});
