/** The server puts its reasons after the name of what they are about; where they stand alone, they begin so. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
