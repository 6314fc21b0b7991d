/** The last versions of a plugin's settings: who changed what when, and each of them back. */
import { Badge, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { IconArrowNarrowRight, IconHistory } from '@tabler/icons-react';
import { useState } from 'react';
import { useSettingsHistory } from '../api/plugin-settings';
import type { Plugin, SettingsVersion } from '../api/types';
import { Empty, Failure, Loading } from '../ui/states';
import { dateAndTime } from '../ui/time';
import type { Autosave } from './autosave';
import { changesOf, reasonInWords } from './history';
import classes from './HistoryPanel.module.css';

/** What a version shows at once; a long list of changes opens on demand. */
const FIRST_CHANGES = 6;

export function HistoryPanel({ plugin, form }: { plugin: Plugin; form: Autosave }) {
  const history = useSettingsHistory(plugin.key);
  const [restoring, setRestoring] = useState<number | null>(null);
  const restore = async ({ id }: SettingsVersion) => {
    setRestoring(id);
    await form.restore(id);
    setRestoring(null);
  };

  if (history.isPending) return <Loading what="the history" />;
  if (history.data === undefined) {
    return (
      <Failure what="the history" error={history.error} onRetry={() => void history.refetch()} />
    );
  }
  if (history.data.length === 0) {
    return (
      <Empty icon={<IconHistory size={40} aria-hidden />} title="Nothing was changed yet">
        <span>The last 20 changes of these settings will be kept here.</span>
      </Empty>
    );
  }
  const { save } = form.snapshot();
  return (
    <Stack gap="sm" component="ol" className={classes.list} aria-label="Versions of the settings">
      {save.kind === 'refused' && (
        <Text size="sm" c="error" role="alert">
          {save.reason}
        </Text>
      )}
      {history.data.map((version) => (
        <Paper key={version.id} component="li" withBorder p="sm" data-version={version.id}>
          <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
            <div>
              <Group gap="xs">
                <Text size="sm" fw={600}>
                  {reasonInWords(version)}
                </Text>
                {version.is_current && <Badge variant="light">Current</Badge>}
              </Group>
              <Text size="xs" c="dimmed">
                {dateAndTime(version.saved_at)}
                {version.saved_by !== null && ` · ${version.saved_by}`}
              </Text>
            </div>
            {!version.is_current && (
              <Button
                size="xs"
                variant="default"
                loading={restoring === version.id}
                disabled={restoring !== null && restoring !== version.id}
                aria-label={`Restore the settings of ${dateAndTime(version.saved_at)}`}
                onClick={() => void restore(version)}
              >
                Restore
              </Button>
            )}
          </Group>
          <Changes version={version} />
        </Paper>
      ))}
    </Stack>
  );
}

function Changes({ version }: { version: SettingsVersion }) {
  const [showsAll, setShowsAll] = useState(false);
  const changes = changesOf(version);
  const shown = showsAll ? changes : changes.slice(0, FIRST_CHANGES);
  if (changes.length === 0) return null;
  return (
    <>
      <dl className={classes.changes}>
        {shown.map((change, index) => (
          <div key={index} className={classes.change}>
            <dt>{change.label}</dt>
            <dd>
              <span className={classes.before}>{change.before}</span>
              <IconArrowNarrowRight size={16} role="img" aria-label="became" />
              <span>{change.after}</span>
            </dd>
          </div>
        ))}
      </dl>
      {changes.length > shown.length && (
        <Button size="compact-sm" variant="subtle" onClick={() => setShowsAll(true)}>
          {changes.length - shown.length} more
        </Button>
      )}
    </>
  );
}
