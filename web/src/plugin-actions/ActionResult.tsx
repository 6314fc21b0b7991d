/** How a run ended, coloured by what the plugin said and not by the mere fact that it answered. */
import { Alert, Code, Group, ScrollArea, Stack, Text } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleX,
  IconInfoCircle,
  IconPlayerPlay,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ApiError } from '../api/error';
import type { Json } from '../api/types';
import { CopyButton } from '../ui/CopyButton';
import { duration } from '../ui/time';
import { DataView } from './DataView';
import { outcomeOf, type Tone } from './outcome';

const LOOKS: Record<Tone, { color: string; icon: ReactNode }> = {
  success: { color: 'green', icon: <IconCircleCheck aria-hidden /> },
  running: { color: 'blue', icon: <IconPlayerPlay aria-hidden /> },
  warning: { color: 'yellow', icon: <IconAlertTriangle aria-hidden /> },
  error: { color: 'red', icon: <IconCircleX aria-hidden /> },
  unknown: { color: 'gray', icon: <IconInfoCircle aria-hidden /> },
};

/** What became of a run that did not answer; other words of the server are shown as they are. */
const OUTCOMES: Record<string, string> = {
  failed: 'The plugin failed',
  timed_out: 'Stopped: it ran longer than allowed',
  worker_died: 'The plugin’s process ended',
  cancelled: 'Cancelled',
  not_ready: 'Not run: plugins cannot run yet',
};

interface AnsweredProps {
  result: Json;
  tookMs: number;
  onDismiss: () => void;
}

export function AnsweredResult({ result, tookMs, onDismiss }: AnsweredProps) {
  const outcome = outcomeOf(result);
  return (
    <ResultBox tone={outcome.tone} title={outcome.word} tookMs={tookMs} onDismiss={onDismiss}>
      {outcome.message !== null && <Message text={outcome.message} />}
      {outcome.file !== null && (
        <Group gap="xs" wrap="nowrap">
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            Output: <Code>{outcome.file}</Code>
          </Text>
          <CopyButton value={outcome.file} label="Copy the path" />
        </Group>
      )}
      {outcome.data !== undefined && <DataView data={outcome.data} />}
    </ResultBox>
  );
}

interface FailedProps {
  error: ApiError;
  tookMs: number;
  onDismiss: () => void;
}

export function FailedResult({ error, tookMs, onDismiss }: FailedProps) {
  const title = error.outcome === null ? 'Failed' : (OUTCOMES[error.outcome] ?? error.outcome);
  return (
    <ResultBox tone="error" title={title} tookMs={tookMs} onDismiss={onDismiss}>
      <Message text={error.message} />
      {error.traceback !== null && (
        <details>
          <summary>Traceback</summary>
          <ScrollArea.Autosize mah={320} tabIndex={0} aria-label="Traceback">
            <Code block>{error.traceback}</Code>
          </ScrollArea.Autosize>
          <CopyButton value={error.traceback} label="Copy the traceback" />
        </details>
      )}
    </ResultBox>
  );
}

function Message({ text }: { text: string }) {
  return (
    <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
      {text}
    </Text>
  );
}

interface BoxProps {
  tone: Tone;
  title: string;
  tookMs: number;
  onDismiss: () => void;
  children: ReactNode;
}

function ResultBox({ tone, title, tookMs, onDismiss, children }: BoxProps) {
  return (
    <Alert
      variant="light"
      color={LOOKS[tone].color}
      icon={LOOKS[tone].icon}
      title={`${title} · ${duration(tookMs)}`}
      withCloseButton
      closeButtonLabel="Dismiss the result"
      onClose={onDismiss}
      // The live region around it speaks; an alert inside a status would be read twice.
      role="group"
      data-tone={tone}
    >
      <Stack gap="xs">{children}</Stack>
    </Alert>
  );
}
