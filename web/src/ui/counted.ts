/** `1 stream`, `1,204 streams` */
export function counted(number: number, noun: string): string {
  return `${number.toLocaleString()} ${noun}${number === 1 ? '' : 's'}`;
}
