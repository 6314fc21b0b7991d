/** Copies a text; says whether it worked, because browsers refuse it on plain http. */
import { Button } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { copyText } from './copy';

export function CopyButton({ value, label }: { value: string; label: string }) {
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle');
  const copy = async () => {
    setState((await copyText(value)) ? 'copied' : 'refused');
    setTimeout(() => setState('idle'), 2000);
  };
  const words = { idle: 'Copy', copied: 'Copied', refused: 'Not allowed by the browser' }[state];
  const Icon = state === 'copied' ? IconCheck : IconCopy;
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<Icon size={14} aria-hidden />}
      aria-label={state === 'idle' ? label : words}
      aria-live="polite"
      onClick={() => void copy()}
    >
      {words}
    </Button>
  );
}
