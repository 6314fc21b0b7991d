/** Where a zip is dropped or picked. */
import { Alert, Button, FileButton, Stack, Text } from '@mantine/core';
import { IconCircleX, IconPackageImport } from '@tabler/icons-react';
import { useFileDrop } from '../../../ui/use-file-drop';
import classes from './ChooseZip.module.css';

interface Props {
  refusal: string | null;
  onFiles: (files: File[]) => void;
}

export function ChooseZip({ refusal, onFiles }: Props) {
  const isOver = useFileDrop(true, onFiles);
  return (
    <Stack>
      <Stack align="center" gap="sm" className={classes.zone} data-over={isOver || undefined}>
        <IconPackageImport size={40} aria-hidden />
        <Text size="sm" ta="center">
          Drop the zip of a plugin here, or
        </Text>
        <FileButton
          accept=".zip,application/zip"
          onChange={(file) => {
            if (file !== null) onFiles([file]);
          }}
          inputProps={{ 'aria-label': 'Zip of a plugin' }}
        >
          {(props) => (
            <Button {...props} data-autofocus>
              Choose a file
            </Button>
          )}
        </FileButton>
      </Stack>
      {refusal !== null && (
        <Alert color="red" role="alert" icon={<IconCircleX aria-hidden />} title="Not imported">
          <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
            {refusal}
          </Text>
        </Alert>
      )}
      <Text size="sm" c="dimmed">
        First you see what is in it; nothing is written and nothing runs until you say so.
      </Text>
    </Stack>
  );
}
