/** Lets only signed-in people further, and remembers where they wanted to go. */
import { Navigate, useLocation } from 'react-router';
import { useIsSignedIn } from '../api/session';
import { LiveUpdates } from '../live/LiveUpdates';
import { Shell } from './Shell';

export function SignedIn() {
  const isSignedIn = useIsSignedIn();
  const { pathname, search, hash } = useLocation();
  if (!isSignedIn) {
    const next = `${pathname}${search}${hash}`;
    const query = next === '/' ? '' : `?next=${encodeURIComponent(next)}`;
    return <Navigate to={`/login${query}`} replace />;
  }
  return (
    <LiveUpdates>
      <Shell />
    </LiveUpdates>
  );
}
