/** Only addresses of this page: `//elsewhere` would lead a signed-in person to somebody's copy of us. */
export function safeTarget(next: string | null): string {
  return next !== null && /^\/(?![/\\])/.test(next) ? next : '/';
}
