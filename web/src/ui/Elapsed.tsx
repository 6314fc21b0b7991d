/** How long something has been running, counted up each second. */
import { clock } from './time';
import { useNow } from './use-now';

export function Elapsed({ since }: { since: number }) {
  const now = useNow(1000);
  // Inside a live region a screen reader would read out every second of it.
  return <span aria-hidden>{clock(Math.max(0, Math.floor((now - since) / 1000)))}</span>;
}
