/**
 * Sends a file, and tells how much of it has gone. With XMLHttpRequest, because `fetch` says nothing of
 * an upload's progress. Signed in like every request of `client.ts`.
 */
import { readAnswer, renewAccess } from './client';
import { ApiError, errorFromAnswer } from './error';
import { currentTokens } from './session';

export interface UploadOptions {
  /** Further parts of the form. */
  parts?: Record<string, string>;
  /** From 0 to 1; 1 once all is sent and the server works on it. */
  onProgress?: (done: number) => void;
  signal?: AbortSignal;
}

export async function upload<T>(path: string, file: File, options: UploadOptions = {}): Promise<T> {
  const first = await send(path, file, options);
  const isWornOut = first.status === 401 && currentTokens() !== null;
  if (isWornOut) await renewAccess();
  const answer = isWornOut ? await send(path, file, options) : first;
  if (answer.status >= 400) throw errorFromAnswer(answer.status, answer.statusText, answer.text);
  return readAnswer<T>(answer.status, answer.text);
}

interface Answer {
  status: number;
  statusText: string;
  text: string;
}

function send(path: string, file: File, options: UploadOptions): Promise<Answer> {
  const { parts = {}, onProgress, signal } = options;
  const form = new FormData();
  for (const [name, value] of Object.entries(parts)) form.append(name, value);
  form.append('file', file, file.name);

  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    request.setRequestHeader('Accept', 'application/json');
    const access = currentTokens()?.access;
    if (access !== undefined) request.setRequestHeader('Authorization', `Bearer ${access}`);
    request.upload.onprogress = ({ lengthComputable, loaded, total }) => {
      if (lengthComputable && total > 0) onProgress?.(loaded / total);
    };
    request.onload = () => {
      const { status, statusText, responseText } = request;
      resolve({ status, statusText, text: responseText });
    };
    // A server that refuses a file by its size may close before it has read it; that looks the same.
    request.onerror = () =>
      reject(new ApiError('The connection broke off while the file was being sent', 0));
    request.onabort = () => reject(new ApiError('Cancelled', 0));
    signal?.addEventListener('abort', () => request.abort(), { once: true });
    request.send(form);
  });
}
