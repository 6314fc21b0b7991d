/** A result that is too large to come along with its run: shown or saved when somebody asks for it. */
import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { messageOf } from '../../api/error';
import { runPathOf, useRunResult } from '../../api/runs';
import type { RunDetail } from '../../api/run-types';
import { saveFile } from '../../api/save-file';
import { bytesInWords } from '../../ui/bytes';
import { toastFailure } from '../../ui/toast';
import { FileList } from './FileList';
import { ResultBody } from './ResultBody';
import { partsOf } from './shape';

/** More than this is nothing to look at in a browser. */
const MOST_BYTES = 8_000_000;

export function LargeResult({ run }: { run: RunDetail }) {
  const [isWanted, setIsWanted] = useState(false);
  const result = useRunResult(run.id, isWanted);
  const bytes = run.result_bytes ?? 0;
  if (result.data !== undefined) {
    return <ResultBody runId={run.id} parts={partsOf(result.data)} files={run.files} />;
  }
  return (
    <Stack gap="xs" align="flex-start">
      <FileList runId={run.id} files={run.files} />
      <Text size="sm">The result has {bytesInWords(bytes)}, too much to be shown unasked.</Text>
      {result.isError && (
        <Text size="sm" c="error" role="alert">
          {messageOf(result.error)}
        </Text>
      )}
      <Group gap="xs">
        {bytes <= MOST_BYTES && (
          <Button
            size="xs"
            variant="default"
            loading={result.isFetching}
            onClick={() => (isWanted ? void result.refetch() : setIsWanted(true))}
          >
            Show it
          </Button>
        )}
        <Button
          size="xs"
          variant="default"
          onClick={() => {
            saveFile(`${runPathOf(run.id)}result/`, `${run.id}.json`).catch((error: unknown) =>
              toastFailure('Could not download the result', error),
            );
          }}
        >
          Download it
        </Button>
      </Group>
    </Stack>
  );
}
