/** Files that a run names: had from the server, which gives out only what lies where plugins may put files. */
import { Alert, Badge, Button, Code, Group, Paper, ScrollArea, Stack, Text } from '@mantine/core';
import { IconDownload, IconEye, IconEyeOff, IconFile } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { messageOf } from '../../api/error';
import { fetchPreview, fileKey, filePathOf } from '../../api/run-files';
import type { RunFile } from '../../api/run-types';
import { saveFile } from '../../api/save-file';
import { bytesInWords } from '../../ui/bytes';
import { sentence } from '../../ui/sentence';
import { toastFailure } from '../../ui/toast';
import classes from './result.module.css';

export function FileList({ runId, files }: { runId: string; files: RunFile[] }) {
  if (files.length === 0) return null;
  return (
    <Stack gap="xs" component="ul" className={classes.files} aria-label="Files">
      {files.map((file) => (
        <OneFile key={file.index} runId={runId} file={file} />
      ))}
    </Stack>
  );
}

function OneFile({ runId, file }: { runId: string; file: RunFile }) {
  const [isOpen, setIsOpen] = useState(false);
  const [isSaving, setIsSaving] = useState(false);
  const { index, name, path, bytes, problem } = file;
  const save = async () => {
    setIsSaving(true);
    await saveFile(filePathOf(runId, index), name).catch((error: unknown) =>
      toastFailure(`Could not download ${name}`, error),
    );
    setIsSaving(false);
  };
  return (
    <Paper component="li" withBorder p="xs" data-file={name}>
      <Group gap="sm" justify="space-between">
        <Group gap="sm" wrap="nowrap" flex="1 1 12rem" miw={0}>
          <IconFile size={20} aria-hidden style={{ flex: 'none' }} />
          <div style={{ minWidth: 0 }}>
            <Group gap={6}>
              <Text size="sm" fw={600} className={classes.value}>
                {name}
              </Text>
              {bytes !== null && (
                <Badge variant="default" size="sm">
                  {bytesInWords(bytes)}
                </Badge>
              )}
            </Group>
            <Text size="xs" c="dimmed" className={classes.value}>
              {path}
            </Text>
          </div>
        </Group>
        {problem === null && (
          <Group gap={6}>
            <Button
              size="xs"
              variant="default"
              leftSection={
                isOpen ? <IconEyeOff size={14} aria-hidden /> : <IconEye size={14} aria-hidden />
              }
              aria-expanded={isOpen}
              aria-label={`${isOpen ? 'Hide the preview of' : 'Preview'} ${name}`}
              onClick={() => setIsOpen(!isOpen)}
            >
              {isOpen ? 'Hide' : 'Preview'}
            </Button>
            <Button
              size="xs"
              variant="default"
              loading={isSaving}
              leftSection={<IconDownload size={14} aria-hidden />}
              aria-label={`Download ${name}`}
              onClick={() => void save()}
            >
              Download
            </Button>
          </Group>
        )}
      </Group>
      {problem !== null && (
        <Text size="sm" c="error" mt={4}>
          {sentence(problem)}
        </Text>
      )}
      {isOpen && problem === null && <Preview runId={runId} file={file} />}
    </Paper>
  );
}

function Preview({ runId, file }: { runId: string; file: RunFile }) {
  const preview = useQuery({
    queryKey: fileKey(runId, file.index),
    queryFn: ({ signal }) => fetchPreview(runId, file.index, signal),
    retry: false,
    // The file may be written anew by the next run.
    staleTime: 0,
    gcTime: 30_000,
  });
  if (preview.isPending) {
    return (
      <Text size="sm" mt="xs" role="status">
        Loading the preview…
      </Text>
    );
  }
  if (preview.data === undefined) {
    return (
      <Alert color="yellow" mt="xs" p="xs">
        {messageOf(preview.error)}
      </Alert>
    );
  }
  if (preview.data.kind === 'image') {
    return <img src={preview.data.address} alt={file.name} className={classes.image} />;
  }
  const { text, isCut } = preview.data;
  return (
    <>
      <ScrollArea.Autosize
        mah={320}
        mt="xs"
        viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': `Beginning of ${file.name}` }}
      >
        <Code block className={classes.preview}>
          {text === '' ? '(empty)' : text}
        </Code>
      </ScrollArea.Autosize>
      {isCut && (
        <Text size="xs" c="dimmed" mt={4}>
          Only the beginning; the download has all of it.
        </Text>
      )}
    </>
  );
}
