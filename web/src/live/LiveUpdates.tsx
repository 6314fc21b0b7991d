/** Keeps the WebSocket open while somebody is signed in, and tells the shell how it stands. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { renewAccess } from '../api/client';
import { currentTokens } from '../api/session';
import { saveAllForms } from '../plugin-form/open-forms';
import { handleEvent } from './events';
import { LiveContext } from './live-context';
import { logFollow } from './log-follow';
import { forgetProgress } from './progress';
import { LiveSocket, type LiveState } from './socket';

export function LiveUpdates({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [state, setState] = useState<LiveState>('connecting');
  const socket = useRef<LiveSocket | null>(null);

  useEffect(() => {
    let wasLost = false;
    const live = new LiveSocket({
      address,
      renew: renewAccess,
      onMessage: (message) => handleEvent(client, message),
      onState: (next) => {
        setState(next);
        if (next === 'waiting') {
          wasLost = true;
          forgetProgress();
        }
        if (next === 'open') logFollow.opened();
        // Whatever happened meanwhile was not told to us.
        if (next === 'open' && wasLost) {
          void client.invalidateQueries();
          // What could not be saved while the server was away; a form that fails again says so itself.
          saveAllForms().catch(() => undefined);
        }
      },
    });
    logFollow.connectThrough((message) => live.send(message));
    live.start();
    socket.current = live;
    return () => live.stop();
  }, [client]);

  const live = useMemo(() => ({ state, retryNow: () => socket.current?.retryNow() }), [state]);
  return <LiveContext value={live}>{children}</LiveContext>;
}

function address(): string | null {
  const access = currentTokens()?.access;
  if (access === undefined) return null;
  const scheme = window.location.protocol === 'https:' ? 'wss' : 'ws';
  return `${scheme}://${window.location.host}/ws/?token=${encodeURIComponent(access)}`;
}
