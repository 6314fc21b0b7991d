/** Has a run end, and says so until it has. */
import { Button } from '@mantine/core';
import { IconPlayerStop } from '@tabler/icons-react';
import { ApiError } from '../api/error';
import { useCancelRun } from '../api/runs';
import type { Run } from '../api/run-types';
import { toastFailure } from '../ui/toast';

export function CancelButton({ run, size = 'xs' }: { run: Run; size?: 'xs' | 'sm' }) {
  const cancel = useCancelRun();
  const isCancelling = run.status === 'cancelling' || cancel.isPending;
  const label = run.action_label || run.action;
  return (
    <Button
      size={size}
      variant="default"
      leftSection={<IconPlayerStop size={14} aria-hidden />}
      aria-label={isCancelling ? `Cancelling ${label}…` : `Cancel ${label}`}
      disabled={isCancelling}
      onClick={() =>
        cancel.mutate(run.id, {
          onError: (error) => {
            // It was faster than the button.
            if (error instanceof ApiError && error.status === 409) return;
            toastFailure(`Could not cancel ${label}`, error);
          },
        })
      }
    >
      {isCancelling ? 'Cancelling…' : 'Cancel'}
    </Button>
  );
}
