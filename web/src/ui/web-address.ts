/** An address that comes from a plugin: `javascript:` in a link would run as the person who clicks. */
export function isWebAddress(text: string | null | undefined): text is string {
  return typeof text === 'string' && /^https?:\/\//i.test(text);
}
