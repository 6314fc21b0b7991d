/** Has the browser save a file of the server's: a link alone would not be signed in. */
import { download } from './client';

export async function saveFile(path: string, fallbackName: string): Promise<void> {
  const { blob, name } = await download(path);
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name ?? fallbackName;
  link.click();
  // Not at once: some browsers look at the address only after this.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
