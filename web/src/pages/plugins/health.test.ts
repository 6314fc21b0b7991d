import { expect, test } from 'vitest';
import type { Plugin } from '../../api/types';
import { aPlugin } from '../../test-utils';
import { asksForMore, healthOf, needsAttention } from './health';

const HEALTHY = aPlugin();

test.each<[string, Partial<Plugin>]>([
  ['Running', {}],
  ['Starting', { state: 'starting', loaded: false }],
  ['Enabled', { state: 'stopped' }],
  ['Not loaded', { state: 'stopped', loaded: false }],
  ['Not loaded', { state: 'stopped', loaded: false, load_error: 'SyntaxError' }],
  ['Waits for consent', { needs_trust: true, ever_enabled: true, new_capabilities: ['x'] }],
  ['Crashed', { state: 'crashed' }],
  ['Crashed', { state: 'crashed', load_error: 'exit status 3' }],
  ['Disabled', { enabled: false, state: 'stopped', loaded: false }],
  ['Folder missing', { enabled: true, missing: true }],
])('%s: %j', (label, change) => {
  expect(healthOf({ ...HEALTHY, ...change }).label).toBe(label);
});

test.each<[boolean, Partial<Plugin>]>([
  [false, {}],
  [true, { load_error: 'SyntaxError' }],
  [true, { problems: [{ path: 'plugin.json', message: 'odd' }] }],
  [true, { reload_offered: true }],
  [true, { needs_trust: true, new_capabilities: ['x'] }],
  [true, { state: 'stopped', loaded: false }],
  [false, { enabled: false, ever_enabled: false, needs_trust: true, new_capabilities: ['x'] }],
])('needs attention: %s, %j', (needed, change) => {
  expect(needsAttention({ ...HEALTHY, ...change })).toBe(needed);
});

test('a plugin that was never enabled asks for the first time, not for more', () => {
  const asks = { needs_trust: true, new_capabilities: ['x'] };
  expect(asksForMore(aPlugin({ ...asks, ever_enabled: false }))).toBe(false);
  expect(asksForMore(aPlugin(asks))).toBe(true);
});
