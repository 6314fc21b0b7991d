/** How long something has been running, counted up each second. */
import { useEffect, useState } from 'react';
import { clock } from './time';

export function Elapsed({ since }: { since: number }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  // Inside a live region a screen reader would read out every second of it.
  return <span aria-hidden>{clock(Math.max(0, Math.floor((now - since) / 1000)))}</span>;
}
