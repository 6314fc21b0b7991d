/**
 * One HTTP request to the server, signed in: adds the access token, renews it once on a 401, and turns
 * every failure into an `ApiError`. Knows nothing of caching; that is TanStack Query's.
 */
import { ApiError, errorFromAnswer } from './error';
import { currentTokens, storeTokens } from './session';
import type { Tokens } from './types';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type Headers = Record<string, string>;

export const get = <T>(path: string, signal?: AbortSignal) =>
  request<T>('GET', path, undefined, signal);
export const post = <T>(path: string, body: unknown = {}, headers: Headers = {}) =>
  request<T>('POST', path, body, undefined, headers);
export const put = <T>(path: string, body: unknown) => request<T>('PUT', path, body);
export const patch = <T>(path: string, body: unknown) => request<T>('PATCH', path, body);
export const remove = <T = undefined>(path: string) => request<T>('DELETE', path);

/** A file of the server's, with the name that it gives it. */
export async function download(
  path: string,
  signal?: AbortSignal,
): Promise<{ blob: Blob; name: string | null }> {
  const response = await sendSignedIn('GET', path, undefined, signal);
  if (!response.ok) {
    throw errorFromAnswer(response.status, response.statusText, await response.text());
  }
  const disposition = response.headers.get('Content-Disposition') ?? '';
  const name = /filename="([^"]+)"/.exec(disposition)?.[1] ?? null;
  return { blob: await response.blob(), name };
}

async function request<T>(
  method: Method,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
  headers?: Headers,
): Promise<T> {
  return answerOf<T>(await sendSignedIn(method, path, body, signal, headers));
}

async function sendSignedIn(
  method: Method,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
  extra?: Headers,
): Promise<Response> {
  const response = await send(method, path, body, signal, extra);
  if (response.status !== 401 || currentTokens() === null) return response;
  await renewAccess();
  return send(method, path, body, signal, extra);
}

async function send(
  method: Method,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
  extra: Headers = {},
): Promise<Response> {
  const headers: Headers = { Accept: 'application/json', ...extra };
  const access = currentTokens()?.access;
  if (access !== undefined) headers['Authorization'] = `Bearer ${access}`;
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  const init: RequestInit = { method, headers };
  if (body !== undefined) init.body = JSON.stringify(body);
  if (signal !== undefined) init.signal = signal;
  try {
    return await fetch(path, init);
  } catch (cause) {
    if (signal?.aborted === true) throw cause;
    throw new ApiError('The server cannot be reached', 0);
  }
}

async function answerOf<T>(response: Response): Promise<T> {
  let text: string;
  try {
    text = await response.text();
  } catch {
    throw new ApiError('The connection broke off before the answer was complete', 0);
  }
  if (!response.ok) throw errorFromAnswer(response.status, response.statusText, text);
  return readAnswer<T>(response.status, text);
}

export function readAnswer<T>(status: number, text: string): T {
  if (text === '') return undefined as T;
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new ApiError('The server answered with something that is not JSON', status);
  }
}

let renewal: Promise<void> | null = null;

/** Gets a new access token; signs out when the server no longer accepts the refresh token. */
export function renewAccess(): Promise<void> {
  // Ten queries that meet a 401 together must not renew ten times.
  renewal ??= renewNow().finally(() => {
    renewal = null;
  });
  return renewal;
}

async function renewNow(): Promise<void> {
  const tokens = currentTokens();
  if (tokens === null) throw new ApiError('Not signed in', 401);
  // `send` would add the worn-out access token, which the server checks before it looks at the body.
  let response: Response;
  try {
    response = await fetch('/api/accounts/token/refresh/', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ refresh: tokens.refresh }),
    });
  } catch {
    throw new ApiError('The server cannot be reached', 0);
  }
  if (response.status === 401 || response.status === 403) {
    storeTokens(null);
    throw new ApiError('Your session has ended; sign in again', 401);
  }
  const { access } = await answerOf<Pick<Tokens, 'access'>>(response);
  storeTokens({ access, refresh: tokens.refresh });
}
