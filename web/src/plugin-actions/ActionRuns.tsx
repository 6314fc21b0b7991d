/** What becomes of an action: the run under way, wherever it was started, and how the last one ended. */
import { Anchor, Group, Stack, Text, VisuallyHidden } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link } from 'react-router';
import { pluginsKey } from '../api/plugins';
import { useRun } from '../api/runs';
import type { Run } from '../api/run-types';
import type { Action, Plugin } from '../api/types';
import { CancelButton } from '../runs/CancelButton';
import { RunProgress } from '../runs/RunProgress';
import { RunResult } from '../runs/RunResult';
import { runPath, runsPath } from '../runs/run-path';
import { isOpen, startInWords, stateOf } from '../runs/words';
import {
  dismissProblem,
  dismissResult,
  followRun,
  useActionState,
  type ActionState,
} from './running';
import { StartProblem } from './StartProblem';

interface Props {
  plugin: Plugin;
  action: Action;
  /** Newest first. */
  openRuns: Run[];
}

export function ActionRuns({ plugin, action, openRuns }: Props) {
  const client = useQueryClient();
  const state = useActionState(plugin.key, action.id);
  const byHand = openRuns.find(({ trigger }) => trigger === 'user' || trigger === 'api_key');
  // Whoever watches a run wants its result, and whoever comes back to it as well. What events and
  // schedules start comes and goes; the history has it.
  useEffect(() => {
    if (byHand !== undefined) followRun(plugin.key, action.id, byHand.id);
  }, [plugin.key, action.id, byHand]);

  const followed = useRun(state.runId).data;
  const isFinished = followed !== undefined && !isOpen(followed);
  useEffect(() => {
    // The run may have ended the worker, or changed the plugin's own settings.
    if (isFinished) void client.invalidateQueries({ queryKey: pluginsKey });
  }, [client, isFinished, state.runId]);

  const run = followed !== undefined && isOpen(followed) ? followed : openRuns[0];
  const isKnownEnded = run?.id === followed?.id && isFinished;
  const shown = isKnownEnded ? undefined : run;
  return (
    <Stack gap="xs">
      {shown !== undefined && (
        <UnderWay run={shown} others={openRuns.length - 1} plugin={plugin} action={action} />
      )}
      <div role="status" aria-live="polite">
        <VisuallyHidden>{spoken(state, shown)}</VisuallyHidden>
        {state.problem !== null && (
          <StartProblem
            error={state.problem}
            onDismiss={() => dismissProblem(plugin.key, action.id)}
          />
        )}
        {isFinished && state.problem === null && (
          <RunResult
            run={followed}
            withLink
            onDismiss={() => dismissResult(plugin.key, action.id)}
          />
        )}
      </div>
    </Stack>
  );
}

/** What a screen reader is told: that it runs, not every step of it. */
function spoken({ isStarting }: ActionState, run: Run | undefined): string {
  if (run !== undefined) return stateOf(run).label;
  return isStarting ? 'Starting' : '';
}

interface UnderWayProps {
  run: Run;
  others: number;
  plugin: Plugin;
  action: Action;
}

function UnderWay({ run, others, plugin, action }: UnderWayProps) {
  return (
    <Stack gap={4} data-run={run.id}>
      <RunProgress run={run} />
      <Group gap="sm">
        <CancelButton run={run} />
        <Anchor component={Link} to={runPath(run.id)} size="sm">
          Open the run with its log
        </Anchor>
        <Text size="sm" c="dimmed">
          Started {startInWords(run)}
        </Text>
        {others > 0 && (
          <Anchor
            component={Link}
            to={runsPath({ plugin: plugin.key, action: action.id, state: 'running' })}
            size="sm"
          >
            {others} more under way
          </Anchor>
        )}
      </Group>
    </Stack>
  );
}
