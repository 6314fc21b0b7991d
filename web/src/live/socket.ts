/**
 * The one WebSocket to the server: opens, reopens with growing pauses, and hands on what it says.
 *
 * Knows nothing of what the messages mean (`events.ts`) nor of React.
 */
import type { Json } from '../api/types';

export type LiveState = 'connecting' | 'open' | 'waiting';
export type LiveMessage = { type: string } & Record<string, Json>;

export interface LiveSocketOptions {
  /** The address with a fresh token, or null while nobody is signed in. */
  address: () => string | null;
  /** Called when a socket closed before it ever opened: the token may have run out. */
  renew: () => Promise<void>;
  onMessage: (message: LiveMessage) => void;
  onState: (state: LiveState) => void;
}

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

/** The pause before attempt number `failures`, spread out so that all tabs do not return at once. */
export function pauseBefore(failures: number, chance: number): number {
  const full = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.max(0, failures - 1));
  return full / 2 + (full / 2) * chance;
}

export class LiveSocket {
  private socket: WebSocket | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;
  private isStopped = false;

  constructor(private readonly options: LiveSocketOptions) {}

  start(): void {
    this.isStopped = false;
    this.connect();
    window.addEventListener('online', this.retryNow);
  }

  stop(): void {
    this.isStopped = true;
    window.removeEventListener('online', this.retryNow);
    clearTimeout(this.timer);
    this.socket?.close();
    this.socket = null;
  }

  readonly retryNow = (): void => {
    if (this.isStopped || this.socket !== null) return;
    clearTimeout(this.timer);
    this.connect();
  };

  /** Tells the server something; false while there is no connection. */
  send(message: Json): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  private connect(): void {
    const address = this.options.address();
    if (address === null) return;
    this.options.onState('connecting');
    const socket = new WebSocket(address);
    this.socket = socket;
    let hasOpened = false;

    socket.onopen = () => {
      hasOpened = true;
      this.failures = 0;
      this.options.onState('open');
    };
    socket.onmessage = (event) => {
      const message = readMessage(event.data);
      if (message !== null) this.options.onMessage(message);
    };
    socket.onclose = () => {
      if (this.socket !== socket) return;
      this.socket = null;
      if (this.isStopped) return;
      this.failures += 1;
      this.options.onState('waiting');
      if (!hasOpened) this.options.renew().catch(() => undefined);
      this.timer = setTimeout(() => this.connect(), pauseBefore(this.failures, Math.random()));
    };
  }
}

/** `{"type": "update", "data": {"type": …}}` as the inner part; everything else is not for us. */
export function readMessage(frame: unknown): LiveMessage | null {
  if (typeof frame !== 'string') return null;
  let outer: { type?: unknown; data?: { type?: unknown } | null } | null;
  try {
    outer = JSON.parse(frame) as typeof outer;
  } catch {
    return null;
  }
  if (outer?.type !== 'update' || typeof outer.data?.type !== 'string') return null;
  return outer.data as LiveMessage;
}
