/** The addresses of runs. */
export const runPath = (id: string) => `/runs/${encodeURIComponent(id)}`;

export function runsPath(filter: Record<string, string>): string {
  return `/runs?${new URLSearchParams(filter)}`;
}
