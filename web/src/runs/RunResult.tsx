/** How a run ended, coloured by what came of it and not by the mere fact that it answered. */
import { Alert, Anchor, Stack } from '@mantine/core';
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
import type { Tone } from './outcome';
import { LargeResult } from './result/LargeResult';
import { Message, ResultBody } from './result/ResultBody';
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
  return (
    <ResultBox
      tone={verdict.tone}
      title={[verdict.title, run.duration_ms !== null && duration(run.duration_ms)]
        .filter(Boolean)
        .join(' · ')}
      onDismiss={onDismiss}
    >
      {verdict.reason !== null && <Message text={verdict.reason} />}
      {isLeftOut(run) ? (
        <LargeResult run={run} />
      ) : (
        <ResultBody runId={run.id} result={run.result} files={run.files} />
      )}
      {run.traceback !== null && <Traceback text={run.traceback} />}
      {withLink && (
        <Anchor component={Link} to={runPath(run.id)} size="sm">
          Open the run with its log
        </Anchor>
      )}
    </ResultBox>
  );
}

interface BoxProps {
  tone: Tone;
  title: string;
  onDismiss?: (() => void) | undefined;
  children: ReactNode;
}

export function ResultBox({ tone, title, onDismiss, children }: BoxProps) {
  return (
    <Alert
      variant="light"
      color={TONE_COLORS[tone]}
      icon={ICONS[tone]}
      title={title}
      withCloseButton={onDismiss !== undefined}
      closeButtonLabel="Dismiss the result"
      {...(onDismiss === undefined ? {} : { onClose: onDismiss })}
      // The live region around it speaks; an alert inside a status would be read twice.
      role="group"
      data-tone={tone}
    >
      <Stack gap="xs">{children}</Stack>
    </Alert>
  );
}
