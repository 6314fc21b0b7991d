/** When a run was, how long it took, what it used, and what it hangs together with. */
import { Anchor, Paper, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { RunDetail } from '../../api/run-types';
import { runPath } from '../../runs/run-path';
import { limitInWords, TRIGGER_LABELS } from '../../runs/words';
import { bytesInWords } from '../../ui/bytes';
import { CopyButton } from '../../ui/CopyButton';
import { duration } from '../../ui/time';
import classes from './RunFacts.module.css';

export function RunFacts({ run }: { run: RunDetail }) {
  return (
    <Paper withBorder p="md" component="section" aria-label="About this run">
      <Title order={2} size="h4" mb="xs">
        About this run
      </Title>
      <dl className={classes.facts}>
        <Fact name="Started by">
          {[TRIGGER_LABELS[run.trigger] ?? run.trigger, run.by].filter(Boolean).join(': ')}
        </Fact>
        <Fact name="Event">{run.event}</Fact>
        <Fact name="Schedule">
          {run.schedule_id !== null && (
            <Anchor component={Link} to="/runs?tab=schedules" inherit>
              number {run.schedule_id}
            </Anchor>
          )}
        </Fact>
        <Fact name="Started from">
          {run.parent !== null && (
            <Anchor component={Link} to={runPath(run.parent)} inherit>
              another run
            </Anchor>
          )}
        </Fact>
        <Fact name="Asked for">{moment(run.queued_at)}</Fact>
        <Fact name="Started">{moment(run.started_at)}</Fact>
        <Fact name="Ended">{moment(run.ended_at)}</Fact>
        <Fact name="Took">{run.duration_ms !== null && duration(run.duration_ms)}</Fact>
        <Fact name="Time limit">{limitInWords(run.limit_seconds)}</Fact>
        <Fact name="Most memory">{run.peak_bytes !== null && bytesInWords(run.peak_bytes)}</Fact>
        <Fact name="Processor time">
          {run.cpu_seconds !== null && duration(run.cpu_seconds * 1000)}
        </Fact>
        <Fact name="Kind">{run.kind === 'task' && `Celery task ${run.action}`}</Fact>
        <Fact name="Number">
          <span className={classes.id}>{run.id}</span>{' '}
          <CopyButton value={run.id} label="Copy the number of the run" />
        </Fact>
      </dl>
    </Paper>
  );
}

/** Nothing where there is nothing to say. */
function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (children === null || children === false || children === '') return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** To the second: here it may matter. */
function moment(iso: string | null): string | null {
  if (iso === null) return null;
  return new Date(iso).toLocaleString([], { dateStyle: 'medium', timeStyle: 'medium' });
}
