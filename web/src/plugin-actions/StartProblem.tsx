/** Why an action was not started: most often because it runs already, which is told with a way to it. */
import { Anchor } from '@mantine/core';
import { Link } from 'react-router';
import type { ApiError } from '../api/error';
import { Message } from '../runs/result/ResultBody';
import { runPath } from '../runs/run-path';
import { ResultBox } from '../runs/RunResult';
import { Traceback } from '../runs/Traceback';
import { dateAndTime } from '../ui/time';

export function StartProblem({ error, onDismiss }: { error: ApiError; onDismiss: () => void }) {
  const { run_id: runId, started_by: by, started_at: at } = error.answer;
  if (error.status === 409 && typeof runId === 'string') {
    const who = typeof by === 'string' && by !== '' ? ` by ${by}` : '';
    const when = typeof at === 'string' ? ` at ${dateAndTime(at)}` : '';
    return (
      <ResultBox tone="warning" title="Already running" onDismiss={onDismiss}>
        <Message text={`It was started${who}${when}, and runs once at a time.`} />
        <Anchor component={Link} to={runPath(runId)} size="sm">
          Open that run
        </Anchor>
      </ResultBox>
    );
  }
  return (
    <ResultBox tone="error" title="Not started" onDismiss={onDismiss}>
      <Message text={error.message} />
      {error.traceback !== null && <Traceback text={error.traceback} />}
    </ResultBox>
  );
}
