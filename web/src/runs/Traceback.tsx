/** Where in the plugin's code it went wrong; folded, for most people have no use for it. */
import { Code, ScrollArea } from '@mantine/core';
import { CopyButton } from '../ui/CopyButton';

export function Traceback({ text }: { text: string }) {
  return (
    <details>
      <summary>Traceback</summary>
      <ScrollArea.Autosize
        mah={320}
        viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': 'Traceback' }}
      >
        <Code block>{text}</Code>
      </ScrollArea.Autosize>
      <CopyButton value={text} label="Copy the traceback" />
    </details>
  );
}
