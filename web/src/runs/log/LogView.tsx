/** A log as it is written: live, searched, filtered, as long as it may be. Only the lines in sight exist. */
import { Button, Group, Select, Stack, Switch, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconArrowDown, IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { saveFile } from '../../api/save-file';
import { logDownloadPathOf, type LogOf } from '../../api/run-logs';
import { counted } from '../../ui/counted';
import { SearchInput } from '../../ui/SearchInput';
import { Failure, Loading } from '../../ui/states';
import { toastFailure } from '../../ui/toast';
import { LEVEL_CHOICES } from './level';
import { LogLines } from './LogLines';
import { useLog } from './use-log';

interface Props {
  of: LogOf;
  /** What a screen reader calls it. */
  label: string;
  /** The name of the file that it is saved as. */
  fileName: string;
  /** More lines may come. */
  isLive: boolean;
  /** Lines of several runs: each leads to its own. */
  withRuns?: boolean;
}

export function LogView({ of, label, fileName, isLive, withRuns = false }: Props) {
  const [search, setSearch] = useState('');
  const [level, setLevel] = useState('');
  const [isWrapped, setIsWrapped] = useState(true);
  const [isFollowing, setIsFollowing] = useState(true);
  const [settledSearch] = useDebouncedValue(search.trim(), 300);
  const log = useLog(of, { level, search: settledSearch }, isLive);
  const total = log.lines.length + log.earlier;
  const isFiltered = level !== '' || settledSearch !== '';

  return (
    <Stack gap="xs" component="section" aria-label={label}>
      <Group gap="xs">
        <div style={{ flex: '1 1 12rem' }}>
          <SearchInput
            label="Search the log"
            placeholder="Search the log"
            value={search}
            onChange={setSearch}
          />
        </div>
        <Select
          aria-label="Least level"
          data={LEVEL_CHOICES}
          value={level}
          allowDeselect={false}
          w={190}
          onChange={(next) => setLevel(next ?? '')}
        />
        <Switch
          label="Wrap"
          checked={isWrapped}
          onChange={(event) => setIsWrapped(event.currentTarget.checked)}
        />
        <Switch
          label="Follow the end"
          checked={isFollowing}
          onChange={(event) => setIsFollowing(event.currentTarget.checked)}
        />
        <Button
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={() => {
            saveFile(logDownloadPathOf(of), fileName).catch((error: unknown) =>
              toastFailure('Could not download the log', error),
            );
          }}
        >
          Download
        </Button>
      </Group>
      {log.status === 'loading' && <Loading what="the log" rows={1} />}
      {log.status === 'failed' && (
        <Failure what="the log" error={log.error} onRetry={() => log.source.doubt()} />
      )}
      {log.status === 'ready' && total === 0 && (
        <Text size="sm" c="dimmed" py="sm">
          {isFiltered
            ? 'No line matches.'
            : isLive
              ? 'Nothing was logged yet. Lines appear here as they are written.'
              : 'Nothing was logged.'}
        </Text>
      )}
      {total > 0 && (
        <>
          <Group gap="sm" justify="space-between" mih={26}>
            <Text size="xs" c="dimmed">
              {counted(total, 'line')}
              {log.earlier > 0 && `, the last ${log.lines.length.toLocaleString()} of them here`}
              {log.earlier > 0 && !log.source.mayLoadEarlier && '; all of them in the download'}
            </Text>
            {log.source.mayLoadEarlier && (
              <Button
                size="compact-xs"
                variant="default"
                loading={log.isLoadingEarlier}
                onClick={() => {
                  setIsFollowing(false);
                  void log.source.loadEarlier();
                }}
              >
                Load the {log.earlier.toLocaleString()} earlier
              </Button>
            )}
          </Group>
          <div style={{ position: 'relative' }}>
            <LogLines
              // Other lines: from the end again, and with nothing unfolded.
              key={`${level}\n${settledSearch}`}
              log={log}
              label={label}
              search={settledSearch}
              isWrapped={isWrapped}
              isFollowing={isFollowing}
              onFollow={(isAtEnd) => {
                setIsFollowing(isAtEnd);
                log.source.watchesEnd(isAtEnd);
              }}
              withRuns={withRuns}
            />
            {!isFollowing && (
              <Button
                size="xs"
                pos="absolute"
                bottom={14}
                right={22}
                leftSection={<IconArrowDown size={14} aria-hidden />}
                onClick={() => setIsFollowing(true)}
              >
                To the end
              </Button>
            )}
          </div>
        </>
      )}
    </Stack>
  );
}
