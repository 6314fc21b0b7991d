/** What is in a zip, before anything of it is written: one look, one decision. */
import { Alert, Badge, Button, Code, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle, IconCircleX, IconReplace } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { usePlugins } from '../../../api/plugins';
import type { ImportPreview } from '../../../api/types';
import { bytesInWords } from '../../../ui/bytes';
import { counted } from '../../../ui/counted';
import { CapabilityList } from '../CapabilityList';
import { FindingList } from '../FindingList';
import { ProblemList } from '../ProblemList';
import { filesChangedInWords, versionsInWords } from './changes';
import classes from './PreviewOf.module.css';

interface Props {
  preview: ImportPreview;
  refusal: string | null;
  onBack: () => void;
  onInstall: () => void;
}

export function PreviewOf({ preview, refusal, onBack, onInstall }: Props) {
  const { existing, capabilities, problems, findings } = preview;
  const known = usePlugins().data?.find(({ key }) => key === preview.key)?.capabilities;
  const added =
    existing === null || known === undefined
      ? []
      : capabilities.map(({ id }) => id).filter((id) => !known.some((had) => had.id === id));
  return (
    <Stack data-preview={preview.key}>
      <div>
        <Group gap="xs">
          <Text fw={600}>{preview.name || preview.key}</Text>
          {preview.version && <Badge variant="default">Version {preview.version}</Badge>}
          {preview.license && <Badge variant="default">{preview.license}</Badge>}
        </Group>
        <Text size="sm" c="dimmed">
          {preview.author && `by ${preview.author} · `}key <Code>{preview.key}</Code>
        </Text>
        {preview.description && (
          <Text size="sm" mt={4}>
            {preview.description}
          </Text>
        )}
      </div>
      {existing !== null && <Existing preview={preview} />}
      <Part title="What it asks for">
        {capabilities.length > 0 ? (
          <CapabilityList capabilities={capabilities} added={added} />
        ) : (
          <Text size="sm" c="dimmed">
            Nothing in particular. That does not limit it: a plugin can do what Pluggarr can.
          </Text>
        )}
      </Part>
      <Part title="Found in its code">
        <FindingList findings={findings} />
      </Part>
      {problems.length > 0 && (
        <Part title={`${counted(problems.length, 'problem')} in what it declares`}>
          <ProblemList problems={problems} />
        </Part>
      )}
      <Part title="Files">
        <Text size="sm">
          {counted(preview.files, 'file')}, {bytesInWords(preview.bytes)}
          {preview.archive_folder !== '' && (
            <>
              , from <Code>{preview.archive_folder}</Code> in the zip
            </>
          )}
          {preview.ignored > 0 && `; ${counted(preview.ignored, 'other file')} left out`}
        </Text>
        {preview.largest.length > 0 && (
          <details>
            <summary className={classes.summary}>The largest</summary>
            <ul className={classes.files}>
              {preview.largest.map(({ path, bytes }) => (
                <li key={path}>
                  <Code>{path}</Code> {bytesInWords(bytes)}
                </li>
              ))}
            </ul>
          </details>
        )}
      </Part>
      {refusal !== null && (
        <Alert color="red" role="alert" icon={<IconCircleX aria-hidden />} title="Not installed">
          {refusal}
        </Alert>
      )}
      <Group justify="flex-end" className={classes.buttons} data-sticky>
        <Button variant="default" onClick={onBack}>
          Another zip
        </Button>
        <Button onClick={onInstall}>{existing === null ? 'Install' : 'Replace'}</Button>
      </Group>
    </Stack>
  );
}

function Existing({ preview }: { preview: ImportPreview }) {
  const { existing, changed_files: files } = preview;
  if (existing === null) return null;
  return (
    <Alert
      color={existing.enabled ? 'yellow' : 'blue'}
      icon={existing.enabled ? <IconAlertTriangle aria-hidden /> : <IconReplace aria-hidden />}
      title={versionsInWords(existing.version, preview.version)}
    >
      <Text size="sm">
        {files !== null && `${filesChangedInWords(files)} `}
        {existing.enabled && 'It is enabled: it is stopped, and started again as the new version. '}
        Its settings stay, and the present version is kept for a roll-back.
      </Text>
    </Alert>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <Text size="sm" fw={600} mb={4}>
        {title}
      </Text>
      {children}
    </section>
  );
}
