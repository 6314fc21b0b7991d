import { expect, test } from 'vitest';
import type { Json } from '../api/types';
import { LogFollow, type LogFollower } from './log-follow';
import type { LiveMessage } from './socket';

function aFollow(isOpen = true) {
  const connection = { isOpen };
  const sent: Json[] = [];
  const follow = new LogFollow();
  follow.connectThrough((message) => {
    if (connection.isOpen) sent.push(message);
    return connection.isOpen;
  });
  return { follow, sent, connection };
}

function aFollower(of: LogFollower['of']) {
  const seen: string[] = [];
  const follower: LogFollower = {
    of,
    onOpen: () => seen.push('open'),
    onLines: (lines) => seen.push(`${lines.length} lines`),
  };
  return { follower, seen };
}

const lines = (of: object) => ({ type: 'plugin_log', ...of, lines: [{}] }) as LiveMessage;

test('the log opened last is followed, and the one below it when that closes', () => {
  const { follow, sent } = aFollow();
  const [run, plugin] = [aFollower({ run_id: 'a' }), aFollower({ plugin: 'p' })];
  follow.follow(run.follower);
  const close = follow.follow(plugin.follower);
  follow.note(lines({ plugin: 'p' }));
  follow.note(lines({ run_id: 'a' }));
  close();
  follow.note(lines({ run_id: 'a' }));
  expect(plugin.seen).toEqual(['open', '1 lines']);
  expect(run.seen).toEqual(['open', 'open', '1 lines']);
  expect(sent).toEqual([
    { type: 'follow_log', run_id: 'a' },
    { type: 'follow_log', plugin: 'p' },
    { type: 'follow_log', run_id: 'a' },
  ]);
});

test('when the last one closes the server is told', () => {
  const { follow, sent } = aFollow();
  follow.follow(aFollower({ run_id: 'a' }).follower)();
  expect(sent.at(-1)).toEqual({ type: 'unfollow_log' });
});

test('after a lost connection it is followed again', () => {
  const { follow, connection } = aFollow(false);
  const { follower, seen } = aFollower({ run_id: 'a' });
  follow.follow(follower);
  expect(seen).toEqual([]);
  connection.isOpen = true;
  follow.opened();
  follow.opened();
  expect(seen).toEqual(['open', 'open']);
});
