/** Why a plugin could not be loaded: what happened at once, where in its code when asked. */
import { Alert, Code, ScrollArea } from '@mantine/core';
import { IconCircleX } from '@tabler/icons-react';
import type { Plugin } from '../../api/types';
import { CopyButton } from '../../ui/CopyButton';

export function LoadError({ plugin }: { plugin: Plugin }) {
  const error = plugin.load_error?.trim();
  if (!error) return null;
  const details = plugin.load_traceback?.trim() || (error.includes('\n') ? error : null);
  return (
    <Alert color="red" icon={<IconCircleX aria-hidden />} title={lastLine(error)}>
      {details !== null && (
        <details>
          <summary>Details</summary>
          <ScrollArea.Autosize mah={280} tabIndex={0} aria-label="Details of the error">
            <Code block>{details}</Code>
          </ScrollArea.Autosize>
          <CopyButton value={details} label="Copy the error" />
        </details>
      )}
    </Alert>
  );
}

/** Of a Python traceback the last line says what happened. */
function lastLine(text: string): string {
  return text.split('\n').at(-1)?.trim() ?? text;
}
