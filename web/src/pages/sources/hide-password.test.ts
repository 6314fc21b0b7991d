import { expect, test } from 'vitest';
import { hidePassword } from './hide-password';

test.each([
  [
    'http://h/get.php?username=u&password=p&type=m3u',
    'http://h/get.php?username=u&password=•••&type=m3u',
  ],
  ['http://u:p@h/list.m3u', 'http://u:•••@h/list.m3u'],
  ['http://h:8080/list.m3u', 'http://h:8080/list.m3u'],
  ['/srv/list.m3u', '/srv/list.m3u'],
])('%s', (location, shown) => {
  expect(hidePassword(location)).toBe(shown);
});
