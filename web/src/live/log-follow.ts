/**
 * Log lines as they come, over the one WebSocket: the server sends those of one run or plugin at a time,
 * so the view opened last gets them, and the one below it when that closes.
 *
 * Knows nothing of lines that were missed; whoever follows asks for those over HTTP when `onOpen` is called.
 */
import type { LogOf } from '../api/run-logs';
import type { LogLine } from '../api/run-types';
import type { Json } from '../api/types';
import type { LiveMessage } from './socket';

export interface LogFollower {
  of: LogOf;
  /** From here on lines come. Called again after each lost connection. */
  onOpen: () => void;
  onLines: (lines: LogLine[]) => void;
}

/** False when there is no connection to send it over. */
type Send = (message: Json) => boolean;

export class LogFollow {
  private readonly followers: LogFollower[] = [];
  private send: Send = () => false;

  connectThrough(send: Send): void {
    this.send = send;
  }

  /** The connection is open, maybe again: the server knows nothing of what was followed before. */
  opened(): void {
    this.ask();
  }

  /** Answers with what ends it. */
  follow(follower: LogFollower): () => void {
    this.followers.push(follower);
    this.ask();
    return () => {
      const wasAsked = this.followers.at(-1) === follower;
      this.followers.splice(this.followers.indexOf(follower), 1);
      if (!wasAsked) return;
      if (this.followers.length > 0) this.ask();
      else this.send({ type: 'unfollow_log' });
    };
  }

  /** Takes a `plugin_log` message. */
  note(message: LiveMessage): void {
    const follower = this.followers.at(-1);
    if (follower === undefined || !Array.isArray(message['lines'])) return;
    // What was under way when another log was asked for.
    const [name, id] = Object.entries(follower.of)[0] ?? [];
    if (name === undefined || message[name] !== id) return;
    follower.onLines(message['lines'] as unknown as LogLine[]);
  }

  private ask(): void {
    const follower = this.followers.at(-1);
    if (follower === undefined) return;
    if (this.send({ type: 'follow_log', ...follower.of })) follower.onOpen();
  }
}

export const logFollow = new LogFollow();
