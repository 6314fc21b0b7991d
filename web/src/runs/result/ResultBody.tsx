/** All of a result that is not its title and message: files, numbers, tables, the rest as a tree. */
import { Stack, Text } from '@mantine/core';
import type { RunFile } from '../../api/run-types';
import { Counters } from './Counters';
import { FileList } from './FileList';
import { JsonTree } from './JsonTree';
import { Pairs } from './Pairs';
import { RowsTable } from './RowsTable';
import { nameInWords, type Part } from './shape';

interface Props {
  runId: string;
  parts: Part[];
  files: RunFile[];
}

export function ResultBody({ runId, parts, files }: Props) {
  return (
    <Stack gap="sm">
      <FileList runId={runId} files={files} />
      {parts.map((part, index) => (
        <div key={index}>
          {part.name !== null && (
            <Text size="sm" fw={600} mb={4}>
              {nameInWords(part.name)}
            </Text>
          )}
          <OnePart part={part} />
        </div>
      ))}
    </Stack>
  );
}

function OnePart({ part }: { part: Part }) {
  const label = part.name ?? 'Data';
  switch (part.kind) {
    case 'counters':
      return <Counters items={part.items} />;
    case 'pairs':
      return <Pairs items={part.items} label={label} />;
    case 'table':
      return <RowsTable rows={part.rows} label={label} />;
    case 'tree':
      return <JsonTree value={part.value} isOpen />;
  }
}

export function Message({ text }: { text: string }) {
  return (
    <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
      {text}
    </Text>
  );
}
