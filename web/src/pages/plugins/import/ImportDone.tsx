/** After an import: what is there now, and what can be done next. */
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import { Link } from 'react-router';
import type { Imported } from '../../../api/plugin-files';
import type { ImportPreview } from '../../../api/types';
import { LoadError } from '../LoadError';
import { pluginPath } from '../plugin-path';

interface Props {
  preview: ImportPreview;
  imported: Imported;
  onClose: () => void;
  onEnable: () => void;
}

export function ImportDone({ preview, imported, onClose, onEnable }: Props) {
  const { plugin, was_managed: wasManaged } = imported;
  const what = plugin.version === '' ? plugin.name : `${plugin.name} ${plugin.version}`;
  return (
    <Stack>
      <Alert color="green" role="status" icon={<IconCircleCheck aria-hidden />}>
        <Text size="sm">
          {preview.existing === null ? `${what} was installed.` : `${what} is in place.`}{' '}
          {plugin.enabled
            ? 'It is enabled.'
            : 'It is switched off: its code has not run. Its settings can be made already.'}
        </Text>
        {wasManaged && (
          <Text size="sm">It no longer gets updates from the repository it came from.</Text>
        )}
      </Alert>
      <LoadError plugin={plugin} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Done
        </Button>
        <Button
          component={Link}
          to={pluginPath(plugin.key)}
          variant={plugin.enabled ? 'filled' : 'default'}
        >
          Open
        </Button>
        {!plugin.enabled && <Button onClick={onEnable}>Enable now</Button>}
      </Group>
    </Stack>
  );
}
