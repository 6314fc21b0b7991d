/**
 * The lines of one log, as far as they are wanted here: the newest over HTTP, then live ones, and after
 * each lost connection those that were missed. No line is lost or doubled, for every line has an id.
 *
 * No React; the network and the clock are arguments.
 */
import type { LogQuery } from '../../api/run-logs';
import type { LogLine, LogPage } from '../../api/run-types';
import { LogBuffer } from './log-buffer';
import { matches } from './level';

export interface LogWays {
  fetch: (query: LogQuery, signal: AbortSignal) => Promise<LogPage>;
  follow: (onOpen: () => void, onLines: (lines: LogLine[]) => void) => () => void;
}

export interface LogFilter {
  level: string;
  search: string;
}

export interface LogState {
  lines: readonly LogLine[];
  /** How many came before the first of `lines`. */
  earlier: number;
  status: 'loading' | 'ready' | 'failed';
  error: unknown;
  isLoadingEarlier: boolean;
}

const FIRST_LINES = 500;
const PAGE_LINES = 2000;
/** A line may be written after we asked for lines and be sent before we were listening. */
const SETTLE_MS = 1500;
/** What is kept of a log that is only watched, and of one that was scrolled or loaded back. */
const KEPT_AT_END = 10_000;
const KEPT_AT_MOST = 50_000;
/** Dropping at every batch would move all others each time. */
const SLACK = 2000;

export class LogSource {
  private readonly buffer = new LogBuffer();
  private stopped = new AbortController();
  private readonly listeners = new Set<() => void>();
  private state: LogState = {
    lines: this.buffer.lines,
    earlier: 0,
    status: 'loading',
    error: null,
    isLoadingEarlier: false,
  };
  /** Up to this line the server has told everything. */
  private verified: number | null = null;
  /** The live lines are complete, so `verified` moves on with them. */
  private isSettled = false;
  private doubtedAt = 0;
  private isAsking = false;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private unfollow: (() => void) | null = null;
  private isAtEnd = true;

  constructor(
    private readonly ways: LogWays,
    private readonly filter: LogFilter,
    private readonly now: () => number = Date.now,
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): LogState => this.state;

  /** May be called again after `stop`: a component may come back to where it was. */
  start(): void {
    this.stopped = new AbortController();
    this.doubtedAt = 0;
    this.unfollow = this.ways.follow(
      () => this.doubt(),
      (lines) => this.take(lines),
    );
    if (this.doubtedAt === 0) this.doubt();
  }

  stop(): void {
    this.unfollow?.();
    this.stopped.abort();
    clearTimeout(this.timer);
  }

  /** Something may have been missed: asks now, and again when whatever was on its way has arrived. */
  doubt(): void {
    this.isSettled = false;
    this.doubtedAt = this.now();
    void this.ask();
  }

  /** While its end is watched, what is far above may go. */
  watchesEnd(isAtEnd: boolean): void {
    this.isAtEnd = isAtEnd;
  }

  get mayLoadEarlier(): boolean {
    return this.state.earlier > 0 && this.state.earlier + this.buffer.lines.length <= KEPT_AT_MOST;
  }

  /** All lines from the first on. */
  async loadEarlier(): Promise<void> {
    if (this.state.isLoadingEarlier || !this.mayLoadEarlier) return;
    this.isAtEnd = false;
    this.tell({ isLoadingEarlier: true });
    const first = this.buffer.lines[0]?.id ?? Number.MAX_SAFE_INTEGER;
    try {
      let after: number | null = 0;
      while (after !== null && after < first && !this.stopped.signal.aborted) {
        const page: LogPage = await this.fetch({ after, limit: PAGE_LINES });
        this.buffer.merge(page.lines);
        after = page.next;
      }
      this.tell({ earlier: 0, isLoadingEarlier: false });
    } catch (error) {
      if (!this.stopped.signal.aborted) this.tell({ isLoadingEarlier: false, error });
    }
  }

  private take(lines: LogLine[]): void {
    const { level, search } = this.filter;
    const wanted = lines.filter((line) => matches(line, level, search));
    const added = this.buffer.merge(wanted);
    if (this.isSettled) this.verified = Math.max(this.verified ?? 0, lines.at(-1)?.id ?? 0);
    if (added > 0) this.tell({});
  }

  private async ask(): Promise<void> {
    if (this.isAsking) return;
    this.isAsking = true;
    clearTimeout(this.timer);
    const askedAt = this.now();
    const { signal } = this.stopped;
    try {
      await (this.verified === null ? this.fetchNewest() : this.fetchMissed(this.verified));
      this.tell({ status: 'ready', error: null });
      this.isSettled = askedAt >= this.doubtedAt + SETTLE_MS;
    } catch (error) {
      if (!signal.aborted) {
        this.tell({ status: this.verified === null ? 'failed' : 'ready', error });
      }
    }
    this.isAsking = false;
    // Stopped meanwhile, and maybe started again.
    if (this.stopped.signal !== signal) void this.ask();
    else if (!signal.aborted && !this.isSettled) {
      this.timer = setTimeout(() => void this.ask(), SETTLE_MS);
    }
  }

  private async fetchNewest(): Promise<void> {
    const page = await this.fetch({ limit: FIRST_LINES });
    this.buffer.merge(page.lines);
    this.verified = page.lines.at(-1)?.id ?? 0;
    this.tell({ earlier: Math.max(0, page.total - page.lines.length) });
  }

  private async fetchMissed(since: number): Promise<void> {
    let after: number | null = since;
    while (after !== null && !this.stopped.signal.aborted) {
      const page: LogPage = await this.fetch({ after, limit: PAGE_LINES });
      this.buffer.merge(page.lines);
      this.verified = Math.max(this.verified ?? 0, page.lines.at(-1)?.id ?? 0);
      if (page.lines.length > 0) this.tell({});
      after = page.next;
    }
  }

  private fetch(query: Omit<LogQuery, keyof LogFilter>): Promise<LogPage> {
    return this.ways.fetch({ ...this.filter, ...query }, this.stopped.signal);
  }

  private tell(changes: Partial<LogState>): void {
    const most = this.isAtEnd ? KEPT_AT_END : KEPT_AT_MOST;
    const isTooLong = this.buffer.lines.length > most + SLACK;
    const dropped = isTooLong ? this.buffer.keep(most) : 0;
    const earlier = (changes.earlier ?? this.state.earlier) + dropped;
    this.state = { ...this.state, ...changes, earlier };
    for (const listener of [...this.listeners]) listener();
  }
}
