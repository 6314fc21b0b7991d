/** The cache of what the server said, one for the whole page. */
import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './error';
import { currentTokens, subscribeToSession } from './session';

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // A refusal does not become consent by asking again; a lost connection may come back.
      retry: (count, error) =>
        count < 2 && (!(error instanceof ApiError) || error.status === 0 || error.status >= 502),
    },
  },
});

// Whoever signs in next must not see what the last person was shown.
subscribeToSession(() => {
  if (currentTokens() === null) queryClient.clear();
});
