/** Log lines by their ids: none twice, none out of order, whichever way they come. No React. */
import type { LogLine } from '../../api/run-types';

export class LogBuffer {
  /** In the order of their ids. The same array for good; it is added to at its end. */
  readonly lines: LogLine[] = [];

  get lastId(): number {
    return this.lines.at(-1)?.id ?? 0;
  }

  /** Puts in what is not there yet; answers how many those were. */
  merge(next: LogLine[]): number {
    const before = this.lines.length;
    const late: LogLine[] = [];
    for (const line of next) {
      // The usual way: each is younger than all that are here.
      if (line.id > this.lastId) this.lines.push(line);
      else late.push(line);
    }
    if (late.length > 0) this.insert(late);
    return this.lines.length - before;
  }

  private insert(late: LogLine[]): void {
    const known = new Set(this.lines.map(({ id }) => id));
    const missing = late.filter(({ id }) => !known.has(id) && known.add(id));
    if (missing.length === 0) return;
    const all = [...this.lines, ...missing].sort((a, b) => a.id - b.id);
    this.lines.length = 0;
    for (const line of all) this.lines.push(line);
  }

  /** Drops the oldest but `most`; answers how many. */
  keep(most: number): number {
    const tooMany = Math.max(0, this.lines.length - most);
    this.lines.splice(0, tooMany);
    return tooMany;
  }
}
