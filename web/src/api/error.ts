/**
 * Why a request failed, in words for the person in front of the screen.
 *
 * The server answers failures in the shapes of Dispatcharr: `{"detail"}` for sign-in and permissions,
 * `{"success": false, "error"}` for plugins, `{"<field>": ["…"]}` for forms.
 */
import type { Json } from './types';

export class ApiError extends Error {
  constructor(
    message: string,
    /** HTTP status, or 0 when no answer came. */
    readonly status: number,
    /** How a plugin's run ended: `failed`, `timed_out`, `worker_died`, `cancelled`. */
    readonly outcome: string | null = null,
    /** The plugin's own traceback; only admins are given it. */
    readonly traceback: string | null = null,
    /** What is wrong with which field of a form. */
    readonly fields: Record<string, string> = {},
    /** The whole answer, where it says more than the above. */
    readonly answer: Record<string, unknown> = {},
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

export function errorFromAnswer(status: number, statusText: string, text: string): ApiError {
  const body = parse(text);
  const fallback = `The server answered ${status}${statusText ? ` ${statusText}` : ''}`;
  if (!isRecord(body)) {
    // A proxy's HTML page helps nobody; a short plain text may.
    const isPlain = text.length > 0 && text.length < 300 && !text.includes('<');
    return new ApiError(isPlain ? text : fallback, status);
  }
  return new ApiError(
    asText(body['error']) ?? asText(body['detail']) ?? fieldErrors(body) ?? fallback,
    status,
    asText(body['outcome']),
    asText(body['traceback']),
    textsOf(body['errors']),
    body,
  );
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function textsOf(value: unknown): Record<string, string> {
  if (!isRecord(value)) return {};
  const texts = Object.entries(value).map(([field, text]) => [field, asText(text)] as const);
  return Object.fromEntries(texts.filter((entry): entry is [string, string] => entry[1] !== null));
}

function fieldErrors(body: Record<string, unknown>): string | null {
  const lines = Object.entries(body).flatMap(([field, value]) => {
    const texts = (Array.isArray(value) ? value : [value]).filter((item) => asText(item) !== null);
    return texts.length > 0 ? [`${field}: ${texts.join(' ')}`] : [];
  });
  return lines.length > 0 ? lines.join('; ') : null;
}
