/** How a run ended, coloured by what came of it and not by the mere fact that it answered. */
import { Alert, Anchor, Paper, Stack } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleX,
  IconInfoCircle,
  IconPlayerPlay,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { RunDetail } from '../api/run-types';
import { duration } from '../ui/time';
import { outcomeOf, type Tone } from './outcome';
import { LargeResult } from './result/LargeResult';
import { Message, ResultBody } from './result/ResultBody';
import { partsOf } from './result/shape';
import { runPath } from './run-path';
import { Traceback } from './Traceback';
import { isLeftOut, verdictOf } from './verdict';
import { TONE_COLORS } from './words';

const ICONS: Record<Tone, ReactNode> = {
  success: <IconCircleCheck aria-hidden />,
  running: <IconPlayerPlay aria-hidden />,
  warning: <IconAlertTriangle aria-hidden />,
  error: <IconCircleX aria-hidden />,
  unknown: <IconInfoCircle aria-hidden />,
};

interface Props {
  run: RunDetail;
  /** Where it may be put away. */
  onDismiss?: () => void;
  /** Where one is not on its page already. */
  withLink?: boolean;
}

export function RunResult({ run, onDismiss, withLink = false }: Props) {
  const verdict = verdictOf(run);
  const { message } = outcomeOf(run.result);
  const took = run.duration_ms === null ? '' : ` · ${duration(run.duration_ms)}`;
  return (
    <ResultBox
      tone={verdict.tone}
      title={`${verdict.title}${took}`}
      onDismiss={onDismiss}
      below={<Below run={run} />}
    >
      {verdict.reason !== null && <Message text={verdict.reason} />}
      {message !== null && <Message text={message} />}
      {run.traceback !== null && <Traceback text={run.traceback} />}
      {withLink && (
        <Anchor component={Link} to={runPath(run.id)} size="sm" c="inherit" underline="always">
          Open the run with its log
        </Anchor>
      )}
    </ResultBox>
  );
}

/** What is too much for a coloured box; nothing where there is no more. */
function Below({ run }: { run: RunDetail }) {
  const isLarge = isLeftOut(run);
  const parts = partsOf(run.result);
  if (!isLarge && parts.length === 0 && run.files.length === 0) return null;
  return (
    <Paper withBorder p="sm">
      {isLarge ? (
        <LargeResult run={run} />
      ) : (
        <ResultBody runId={run.id} parts={parts} files={run.files} />
      )}
    </Paper>
  );
}

interface BoxProps {
  tone: Tone;
  title: string;
  onDismiss?: (() => void) | undefined;
  below?: ReactNode;
  children: ReactNode;
}

export function ResultBox({ tone, title, onDismiss, below, children }: BoxProps) {
  return (
    // The live region around it speaks; an alert inside a status would be read twice.
    <Stack gap="xs" role="group" aria-label={title} data-tone={tone}>
      <Alert
        variant="light"
        color={TONE_COLORS[tone]}
        icon={ICONS[tone]}
        title={title}
        withCloseButton={onDismiss !== undefined}
        closeButtonLabel="Dismiss the result"
        {...(onDismiss === undefined ? {} : { onClose: onDismiss })}
        role="presentation"
      >
        <Stack gap="xs">{children}</Stack>
      </Alert>
      {below}
    </Stack>
  );
}
