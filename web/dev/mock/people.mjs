/** The mock's people. It believes any token that it has given out. */
import { Refusal } from './refusal.mjs';

export const peopleRoutes = (state) => [
  ['GET', 'accounts/initialize-superuser', () => ({ superuser_exists: state.users.size > 0 })],
  ['POST', 'accounts/initialize-superuser', (_, body) => createAdmin(state, body)],
  ['POST', 'accounts/token', (_, body) => signIn(state, body)],
  ['POST', 'accounts/token/refresh', (_, body) => renew(body)],
  ['GET', 'accounts/users/me', (_, __, user) => ({ id: 1, username: user, user_level: 10 })],
];

const tokenFor = (kind, user) => `${kind}.${Buffer.from(user).toString('base64url')}`;

export function userOf(token) {
  const [kind, user] = token?.split('.') ?? [];
  return kind === 'access' ? Buffer.from(user, 'base64url').toString() : null;
}

function createAdmin(state, { username, password }) {
  if (state.users.size > 0) throw new Refusal(403, { detail: 'Superuser already exists.' });
  state.users.set(username, password);
  return { superuser_exists: true };
}

function signIn(state, { username, password }) {
  if (state.users.get(username) !== password || password === undefined) {
    throw new Refusal(401, { detail: 'No active account found with the given credentials' });
  }
  return { access: tokenFor('access', username), refresh: tokenFor('refresh', username) };
}

function renew({ refresh: token }) {
  const [kind, user] = token?.split('.') ?? [];
  if (kind !== 'refresh') throw new Refusal(401, { detail: 'Token is invalid or expired' });
  return { access: `access.${user}` };
}
