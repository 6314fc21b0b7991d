/** Signing in, first-run set-up and the person signed in. */
import { useQuery } from '@tanstack/react-query';
import { get, post } from './client';
import { storeTokens } from './session';
import type { SetupState, Tokens, User } from './types';

const SETUP_PATH = '/api/accounts/initialize-superuser/';

export interface Credentials {
  username: string;
  password: string;
}

export async function signIn(credentials: Credentials): Promise<void> {
  storeTokens(await post<Tokens>('/api/accounts/token/', credentials));
}

/** Creates the first admin and signs in as them. */
export async function createFirstAdmin(admin: Credentials & { email?: string }): Promise<void> {
  await post<unknown>(SETUP_PATH, admin);
  await signIn(admin);
}

export function useSetupState() {
  return useQuery({
    queryKey: ['setup'],
    queryFn: ({ signal }) => get<SetupState>(SETUP_PATH, signal),
  });
}

export function useMe() {
  return useQuery({
    queryKey: ['me'],
    queryFn: ({ signal }) => get<User>('/api/accounts/users/me/', signal),
    staleTime: Infinity,
  });
}

/** Only admins may change anything; the server checks, this spares the others a refusal. */
export function useIsAdmin(): boolean {
  const level = useMe().data?.user_level;
  return level === undefined || level >= 10;
}

/** Runs, logs and schedules are told to admins only. Unlike above, not before it is known who asks. */
export function useSeesRuns(): boolean {
  const level = useMe().data?.user_level;
  return level !== undefined && level >= 10;
}
