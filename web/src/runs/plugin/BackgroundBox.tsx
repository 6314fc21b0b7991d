/** What a plugin goes on with after its actions have answered: threads and processes. */
import { Anchor, Code, Loader, Paper, Text } from '@mantine/core';
import { Link } from 'react-router';
import { useActivity } from '../../api/plugin-runs';
import type { Plugin } from '../../api/types';
import { counted } from '../../ui/counted';
import { Elapsed } from '../../ui/Elapsed';
import { momentOf } from '../progress';
import { runPath } from '../run-path';
import classes from './BackgroundBox.module.css';

export function BackgroundBox({ plugin }: { plugin: Plugin }) {
  const {
    working,
    threads = [],
    children = [],
  } = useActivity(plugin.key, plugin.enabled).data ?? {};
  if (working !== true) return null;
  const parts = [
    threads.length > 0 && counted(threads.length, 'thread'),
    children.length > 0 && `${children.length} process${children.length === 1 ? '' : 'es'}`,
  ];
  return (
    <Paper
      withBorder
      p="sm"
      mb="md"
      component="section"
      aria-label="Working in the background"
      data-background
    >
      <details>
        <summary>
          <Loader size={16} type="dots" aria-hidden className={classes.loader} />
          <Text span size="sm" fw={600}>
            Working in the background
          </Text>{' '}
          <Text span size="sm" c="dimmed">
            {parts.filter(Boolean).join(', ')}
          </Text>
        </summary>
        <ul className={classes.list}>
          {threads.map(({ name, run_id, since }, index) => (
            <li key={`thread ${index}`}>
              Thread <Code>{name}</Code>, for <Elapsed since={momentOf(since)} />
              {run_id !== null && (
                <>
                  , started by{' '}
                  <Anchor component={Link} to={runPath(run_id)} inherit underline="always">
                    this run
                  </Anchor>
                </>
              )}
            </li>
          ))}
          {children.map(({ pid, command, since }) => (
            <li key={pid}>
              Process {pid}, for <Elapsed since={momentOf(since)} />: <Code>{command}</Code>
            </li>
          ))}
        </ul>
      </details>
    </Paper>
  );
}
