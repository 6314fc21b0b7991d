/** Whether what was dropped or picked is one zip file, in words if it is not. No React. */

/** The two beginnings of a zip: with entries, and without any. */
const BEGINNINGS = ['PK\u0003\u0004', 'PK\u0005\u0006'];

export async function refusalOfFiles(files: File[]): Promise<string | null> {
  const [file] = files;
  if (file === undefined) return 'That was not a file. Pick the plugin as one zip file.';
  if (files.length > 1) {
    return `${files.length} files at once. Import one plugin after the other, each as one zip file.`;
  }
  let beginning: string;
  try {
    beginning = new TextDecoder('latin1').decode(await file.slice(0, 4).arrayBuffer());
  } catch {
    return `“${file.name}” cannot be read. If it is a folder, pack it as a zip first.`;
  }
  if (BEGINNINGS.includes(beginning)) return null;
  return file.name.toLowerCase().endsWith('.zip')
    ? `“${file.name}” is called a zip, but it is not one. Was the download complete?`
    : `“${file.name}” is not a zip file. Pack the plugin’s folder as a zip, and import that.`;
}
