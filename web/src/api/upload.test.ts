import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { json, serve } from '../test-utils';
import { storeTokens } from './session';
import { upload } from './upload';

/** Requests as the browser makes them, answered one after the other. */
function answerUploads(...answers: { status: number; text: string }[]) {
  const sent: { authorization: string | undefined; parts: string[] }[] = [];
  class Upload {
    status = 0;
    statusText = '';
    responseText = '';
    upload: { onprogress?: (event: object) => void } = {};
    onload?: () => void;
    onerror?: () => void;
    private headers: Record<string, string> = {};
    open() {}
    setRequestHeader(name: string, value: string) {
      this.headers[name] = value;
    }
    send(form: FormData) {
      sent.push({ authorization: this.headers['Authorization'], parts: [...form.keys()] });
      const answer = answers.shift();
      queueMicrotask(() => {
        this.upload.onprogress?.({ lengthComputable: true, loaded: 1, total: 4 });
        if (answer === undefined) return this.onerror?.();
        this.status = answer.status;
        this.responseText = answer.text;
        this.onload?.();
      });
    }
  }
  vi.stubGlobal('XMLHttpRequest', Upload);
  return sent;
}

const FILE = new File(['x'], 'x.zip');

beforeEach(() => storeTokens({ access: 'old', refresh: 'r' }));
afterEach(() => storeTokens(null));

test('a file goes with its parts, signed in, and tells how far it is', async () => {
  const sent = answerUploads({ status: 200, text: '{"ok":1}' });
  const progress: number[] = [];
  const answer = await upload('/p/', FILE, {
    parts: { overwrite: 'true' },
    onProgress: (done) => progress.push(done),
  });
  expect(answer).toEqual({ ok: 1 });
  expect(progress).toEqual([0.25]);
  expect(sent).toEqual([{ authorization: 'Bearer old', parts: ['overwrite', 'file'] }]);
});

test('a worn-out token is renewed and the file sent again', async () => {
  const sent = answerUploads({ status: 401, text: '' }, { status: 200, text: '{}' });
  serve(() => json({ access: 'new' }));
  await upload('/p/', FILE);
  expect(sent.map(({ authorization }) => authorization)).toEqual(['Bearer old', 'Bearer new']);
});

test('a refusal is an error in the server’s words', async () => {
  answerUploads({ status: 400, text: '{"success":false,"error":"Archive is empty"}' });
  await expect(upload('/p/', FILE)).rejects.toThrow('Archive is empty');
});

test('a lost connection says so', async () => {
  answerUploads();
  await expect(upload('/p/', FILE)).rejects.toThrow('The connection broke off');
});
