/**
 * Imports a plugin from a zip: picked, looked into, and only then written.
 *
 * The zip is sent twice, because the server keeps nothing of what it only looked into.
 */
import { Button, Group, Modal, Progress, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { messageOf } from '../../../api/error';
import {
  importPlugin,
  previewImport,
  rememberFindings,
  type Imported,
} from '../../../api/plugin-files';
import type { ImportPreview, Plugin } from '../../../api/types';
import { useFileDrop } from '../../../ui/use-file-drop';
import { ChooseZip } from './ChooseZip';
import { ImportDone } from './ImportDone';
import { PreviewOf } from './PreviewOf';
import { refusalOfFiles } from './zip-file';

interface Props {
  /** Dropped on the page already; none to begin with a choice. */
  files: File[];
  onClose: () => void;
  onEnable: (plugin: Plugin) => void;
}

type Step =
  | { kind: 'choose'; refusal: string | null }
  | { kind: 'sending'; what: string; done: number }
  | { kind: 'preview'; file: File; preview: ImportPreview; refusal: string | null }
  | { kind: 'done'; preview: ImportPreview; imported: Imported };

export function ImportDialog({ files, onClose, onEnable }: Props) {
  const client = useQueryClient();
  const [step, setStep] = useState<Step>({ kind: 'choose', refusal: null });
  const sending = useRef<AbortController | null>(null);
  useEffect(() => () => sending.current?.abort(), []);

  /** Sends the file under a bar that tells how much has gone; what is shown after is the caller's. */
  const send = (what: string) => {
    sending.current?.abort();
    sending.current = new AbortController();
    const tell = (done: number) => setStep({ kind: 'sending', what, done });
    tell(0);
    return { signal: sending.current.signal, onProgress: tell };
  };
  const look = async (chosen: File[]) => {
    const refusal = await refusalOfFiles(chosen);
    const file = chosen[0];
    if (refusal !== null || file === undefined) return setStep({ kind: 'choose', refusal });
    const options = send(`Looking into ${file.name}`);
    try {
      const preview = await previewImport(file, options);
      setStep({ kind: 'preview', file, preview, refusal: null });
    } catch (error) {
      if (options.signal.aborted) return;
      setStep({ kind: 'choose', refusal: `“${file.name}”: ${messageOf(error)}` });
    }
  };
  const install = async (file: File, preview: ImportPreview) => {
    const options = send(`Installing ${preview.name || preview.key}`);
    try {
      const imported = await importPlugin(client, file, preview.existing !== null, options);
      rememberFindings(client, imported.plugin.key, preview.findings);
      setStep({ kind: 'done', preview, imported });
    } catch (error) {
      if (options.signal.aborted) return;
      setStep({ kind: 'preview', file, preview, refusal: messageOf(error) });
    }
  };
  const lookAtDropped = useEffectEvent(() => {
    if (files.length > 0) void look(files);
  });
  useEffect(() => {
    const timer = setTimeout(() => lookAtDropped());
    return () => clearTimeout(timer);
  }, []);
  // A file dropped meanwhile must not make the browser leave the page to show it.
  useFileDrop(step.kind !== 'choose', () => undefined);

  return (
    <Modal
      opened
      onClose={onClose}
      title={titleOf(step)}
      size="lg"
      closeButtonProps={{ 'aria-label': 'Close' }}
      // A click beside it must not throw away what was looked at.
      closeOnClickOutside={step.kind === 'choose'}
    >
      {step.kind === 'choose' && (
        <ChooseZip refusal={step.refusal} onFiles={(chosen) => void look(chosen)} />
      )}
      {step.kind === 'sending' && (
        <Stack py="xl" role="status">
          <Text size="sm">{step.what}…</Text>
          <Progress value={step.done * 100} animated={step.done >= 1} aria-label={step.what} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
          </Group>
        </Stack>
      )}
      {step.kind === 'preview' && (
        <PreviewOf
          preview={step.preview}
          refusal={step.refusal}
          onBack={() => setStep({ kind: 'choose', refusal: null })}
          onInstall={() => void install(step.file, step.preview)}
        />
      )}
      {step.kind === 'done' && (
        <ImportDone
          preview={step.preview}
          imported={step.imported}
          onClose={onClose}
          onEnable={() => onEnable(step.imported.plugin)}
        />
      )}
    </Modal>
  );
}

function titleOf(step: Step): string {
  if (step.kind === 'preview') {
    const { name, key, existing } = step.preview;
    return existing === null ? `Install ${name || key}?` : `Replace ${existing.name || key}?`;
  }
  return step.kind === 'done' ? `${step.imported.plugin.name} is installed` : 'Import a plugin';
}
