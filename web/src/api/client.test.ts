import { beforeEach, expect, test } from 'vitest';
import { json, serve } from '../test-utils';
import { get, post } from './client';
import { ApiError } from './error';
import { currentTokens, storeTokens } from './session';

beforeEach(() => storeTokens({ access: 'old', refresh: 'r' }));

const REFRESH = '/api/accounts/token/refresh/';

test('an access token that has run out is renewed once, however many requests meet it', async () => {
  const log = serve(({ path, authorization }) => {
    if (path === REFRESH) return json({ access: 'new' });
    return authorization === 'Bearer new' ? json({ path }) : json({ detail: 'expired' }, 401);
  });
  const answers = await Promise.all([get('/a'), get('/b'), get('/c')]);
  expect(answers).toEqual([{ path: '/a' }, { path: '/b' }, { path: '/c' }]);
  expect(log.filter(({ path }) => path === REFRESH)).toHaveLength(1);
  expect(currentTokens()).toEqual({ access: 'new', refresh: 'r' });
});

test('a refused refresh token signs out', async () => {
  serve(() => json({ detail: 'no' }, 401));
  await expect(get('/a')).rejects.toThrow('Your session has ended');
  expect(currentTokens()).toBeNull();
});

test('a server that cannot be reached does not sign anybody out', async () => {
  serve(({ path }) => {
    if (path === REFRESH) throw new TypeError('network');
    return json({}, 401);
  });
  await expect(get('/a')).rejects.toThrow('The server cannot be reached');
  expect(currentTokens()).not.toBeNull();
});

test.each([
  ['plugins', { success: false, error: 'Plugin is disabled' }, 'Plugin is disabled'],
  ['permissions', { detail: 'You may not.' }, 'You may not.'],
  ['forms', { name: ['Required.'], url: ['Bad.', 'Short.'] }, 'name: Required.; url: Bad. Short.'],
  ['nothing known', { code: 5 }, 'The server answered 400'],
])('a failure in the shape of %s is told in its words', async (_name, body, message) => {
  serve(() => json(body, 400));
  await expect(post('/a')).rejects.toThrow(message);
});

test("a run's failure keeps its outcome and traceback", async () => {
  serve(() => json({ success: false, error: 'x', outcome: 'timed_out', traceback: 't' }, 504));
  const error = await post('/run').catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ status: 504, outcome: 'timed_out', traceback: 't' });
});

test("a proxy's error page is not shown as a message", async () => {
  serve(() => new Response('<html>Bad gateway</html>', { status: 502 }));
  await expect(get('/a')).rejects.toThrow('The server answered 502');
});
