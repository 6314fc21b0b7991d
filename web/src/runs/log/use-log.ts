/** One log as a component has it: followed while it is shown, asked for anew when its filter changes. */
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { fetchLog, type LogOf } from '../../api/run-logs';
import { useLive } from '../../live/live-context';
import { logFollow } from '../../live/log-follow';
import { LogSource, type LogFilter, type LogState } from './log-source';

/** Without a live connection. */
const ASK_EVERY_MS = 2000;

interface Log extends LogState {
  source: LogSource;
}

/** `isLive`: more lines may come. */
export function useLog(of: LogOf, filter: LogFilter, isLive: boolean): Log {
  const { state: connection } = useLive();
  const { level, search } = filter;
  const id = JSON.stringify(of);
  const source = useMemo(() => {
    const target = JSON.parse(id) as LogOf;
    return new LogSource(
      {
        fetch: (query, signal) => fetchLog(target, query, signal),
        follow: (onOpen, onLines) => logFollow.follow({ of: target, onOpen, onLines }),
      },
      { level, search },
    );
  }, [id, level, search]);

  useEffect(() => {
    source.start();
    return () => source.stop();
  }, [source]);

  // The last lines of a run may be written after it has ended.
  useEffect(() => {
    if (!isLive) source.doubt();
  }, [source, isLive]);

  const isCutOff = isLive && connection !== 'open';
  useEffect(() => {
    if (!isCutOff) return;
    const timer = setInterval(() => source.doubt(), ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, [source, isCutOff]);

  const state = useSyncExternalStore(source.subscribe, source.snapshot);
  return { ...state, source };
}
