/** A file that a plugin asks for: sent to the server at once; the setting holds where it was put. */
import { Button, FileButton, Group, Input, Progress, Text } from '@mantine/core';
import { IconFile, IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { messageOf } from '../api/error';
import type { Field } from '../api/types';
import type { UploadOptions } from '../api/upload';
import { bytesInWords } from '../ui/bytes';
import type { CommonProps } from './FieldInput';
import { refusalOf } from './file-rules';

/** Answers with the path that the setting then holds. */
export type SendFile = (field: string, file: File, options: UploadOptions) => Promise<string>;

interface Props {
  field: Field;
  common: CommonProps;
  value: string;
  onEdit: (path: string) => void;
  sendFile: SendFile | undefined;
}

export function FileInput({ field, common, value, onEdit, sendFile }: Props) {
  const [done, setDone] = useState<number | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const isBusy = done !== null;

  const take = async (file: File | null) => {
    if (file === null || sendFile === undefined) return;
    const reason = refusalOf(file, field);
    setRefusal(reason);
    if (reason !== null) return;
    setDone(0);
    try {
      onEdit(await sendFile(field.id, file, { onProgress: setDone }));
    } catch (error) {
      setRefusal(messageOf(error));
    } finally {
      setDone(null);
    }
  };
  const limits = [
    field.accept?.length ? field.accept.join(', ') : null,
    field.max_size ? `at most ${bytesInWords(field.max_size)}` : null,
  ].filter((limit) => limit !== null);

  return (
    <Input.Wrapper
      label={common.label}
      labelElement="div"
      description={common.description}
      required={common.required}
      error={refusal ?? common.error}
      data-field={field.id}
    >
      <Group gap="sm" mt={4}>
        <Group gap={6} wrap="nowrap" miw={0}>
          <IconFile size={16} aria-hidden style={{ flex: 'none' }} />
          <Text size="sm" c={value === '' ? 'dimmed' : undefined} title={value || undefined}>
            {value === '' ? 'No file' : nameIn(value)}
          </Text>
        </Group>
        <FileButton
          accept={field.accept?.join(',')}
          onChange={(file) => void take(file)}
          inputProps={{ 'aria-label': `File for ${common.label}` }}
        >
          {(props) => (
            <Button
              {...props}
              size="xs"
              variant="default"
              leftSection={<IconUpload size={14} aria-hidden />}
              loading={isBusy}
              disabled={sendFile === undefined}
              aria-label={`${value === '' ? 'Choose' : 'Replace'} the file for ${common.label}`}
            >
              {value === '' ? 'Choose' : 'Replace'}
            </Button>
          )}
        </FileButton>
        {value !== '' && !isBusy && (
          <Button
            size="xs"
            variant="default"
            aria-label={`Remove the file for ${common.label}`}
            onClick={() => onEdit('')}
          >
            Remove
          </Button>
        )}
        {limits.length > 0 && (
          <Text size="xs" c="dimmed">
            {limits.join(' · ')}
          </Text>
        )}
      </Group>
      {isBusy && (
        <Progress mt={6} value={done * 100} aria-label={`Sending the file for ${common.label}`} />
      )}
    </Input.Wrapper>
  );
}

const nameIn = (path: string) => path.split('/').at(-1) || path;
