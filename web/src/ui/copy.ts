/** Puts a text on the clipboard; tells whether it got there. */
export async function copyText(text: string): Promise<boolean> {
  // The clipboard interface exists on https and localhost only; most installations are plain http in a LAN.
  if (window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return false;
    }
  }
  const area = document.createElement('textarea');
  area.value = text;
  area.style.position = 'fixed';
  area.style.opacity = '0';
  document.body.append(area);
  const before = document.activeElement;
  area.select();
  try {
    // Deprecated, and the only way left without https.
    return document.execCommand('copy');
  } finally {
    area.remove();
    if (before instanceof HTMLElement) before.focus();
  }
}
