/** The M3U accounts: their state, refreshing them, and making channels from their streams. */
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconBroadcast, IconPlaylist } from '@tabler/icons-react';
import { messageOf } from '../../api/error';
import {
  useAddM3uAccount,
  useCreateChannels,
  useDeleteM3uAccount,
  useM3uAccounts,
  useRefreshM3uAccount,
} from '../../api/sources';
import type { M3uAccount } from '../../api/types';
import { counted } from '../../ui/counted';
import { AddSource } from './AddSource';
import { SourceCard } from './SourceCard';
import { SourceSection } from './SourceSection';

export function M3uAccounts() {
  const accounts = useM3uAccounts();
  const add = useAddM3uAccount();
  return (
    <SourceSection
      title="M3U accounts"
      what="M3U accounts"
      icon={<IconPlaylist size={36} aria-hidden />}
      emptyText="An M3U account is a playlist of streams, by its address or as a file on the server."
      query={accounts}
      addButton={
        <AddSource
          title="Add an M3U account"
          fileExample="/srv/iptv/list.m3u"
          urlExample="http://provider.example/list.m3u"
          onAdd={({ name, url, file, hours }) =>
            add.mutateAsync({
              name,
              ...(url === null ? { file_path: file } : { server_url: url }),
              refresh_interval: hours,
            })
          }
        />
      }
    >
      {(account) => <AccountCard key={account.id} account={account} />}
    </SourceSection>
  );
}

function AccountCard({ account }: { account: M3uAccount }) {
  const refresh = useRefreshM3uAccount();
  const deletion = useDeleteM3uAccount();
  const creation = useCreateChannels();

  const createChannels = () =>
    creation.mutate(account.id, {
      onSuccess: ({ created }) =>
        notifications.show({
          color: created > 0 ? 'green' : 'gray',
          message:
            created > 0
              ? `${counted(created, 'channel')} created from ${account.name}`
              : `No new channels: every stream of ${account.name} belongs to one already`,
        }),
      onError: (error) =>
        notifications.show({
          color: 'red',
          title: 'Could not create channels',
          message: messageOf(error),
        }),
    });

  return (
    <SourceCard
      kind="m3u"
      source={account}
      location={account.server_url || account.file_path || ''}
      count={account.stream_count === undefined ? null : counted(account.stream_count, 'stream')}
      deleteWarning="Its streams are deleted with it; channels stay, but lose these streams."
      onRefresh={() => refresh.mutateAsync(account.id)}
      onDelete={() => deletion.mutateAsync(account.id)}
    >
      <Button
        variant="default"
        size="xs"
        leftSection={<IconBroadcast size={16} aria-hidden />}
        loading={creation.isPending}
        onClick={createChannels}
      >
        Create channels
      </Button>
    </SourceCard>
  );
}
