/** Files that runs have made. */
import { download } from './client';
import { runPathOf } from './runs';

export const filePathOf = (runId: string, index: number) => `${runPathOf(runId)}files/${index}/`;
export const fileKey = (runId: string, index: number) => ['run-file', runId, index] as const;

export type FilePreview =
  { kind: 'image'; address: string } | { kind: 'text'; text: string; isCut: boolean };

/** Of a text the server sends no more than this. */
const PREVIEW_BYTES = 64 * 1024;

export async function fetchPreview(
  runId: string,
  index: number,
  signal: AbortSignal,
): Promise<FilePreview> {
  const { blob } = await download(`${filePathOf(runId, index)}?preview=1`, signal);
  // An SVG may hold scripts; as an image it cannot run them, but its text says more.
  const isImage = blob.type.startsWith('image/') && !blob.type.startsWith('image/svg');
  if (isImage) return { kind: 'image', address: await dataAddressOf(blob) };
  return { kind: 'text', text: await blob.text(), isCut: blob.size >= PREVIEW_BYTES };
}

/** The content security policy lets images come from `data:`, and not from `blob:`. */
function dataAddressOf(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(typeof reader.result === 'string' ? reader.result : '');
    reader.onerror = () => reject(new Error('The image could not be read'));
    reader.readAsDataURL(blob);
  });
}
