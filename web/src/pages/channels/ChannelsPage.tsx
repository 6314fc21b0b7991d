/** All channels, a page at a time, and the addresses under which players find them. */
import { Anchor, Badge, Group, Select } from '@mantine/core';
import { IconBroadcast } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useChannelPage, useGroups } from '../../api/channels';
import { PageControls, pageSizeOf } from '../../ui/PageControls';
import { PageHeader } from '../../ui/PageHeader';
import { SettledSearch } from '../../ui/SettledSearch';
import { Empty, Failure, Loading } from '../../ui/states';
import { useAddress } from '../../ui/use-address';
import { ChannelsTable } from './ChannelsTable';
import { OutputLinks } from './OutputLinks';

export function ChannelsPage() {
  const address = useAddress();
  const search = address.get('search');
  const group = address.get('group');

  const groups = useGroups();
  const pageSize = pageSizeOf(address);
  const channels = useChannelPage({ page: address.page, pageSize, search, group });
  const total = channels.data?.count ?? 0;
  const isFiltered = search !== '' || group !== '';

  return (
    <>
      <PageHeader
        title="Channels"
        aside={channels.data && <Badge variant="default">{total}</Badge>}
      />
      <OutputLinks />
      <Group mb="md" gap="sm" align="end">
        <div style={{ flex: '1 1 12rem' }}>
          <SettledSearch
            label="Search channels"
            value={search}
            onSearch={(text) => address.change({ search: text })}
          />
        </div>
        <Select
          aria-label="Group"
          placeholder="All groups"
          searchable
          clearable
          clearButtonProps={{ 'aria-label': 'All groups' }}
          data={[...new Set((groups.data ?? []).map(({ name }) => name))]}
          value={group === '' ? null : group}
          onChange={(name) => address.change({ group: name ?? '' })}
        />
      </Group>
      {channels.isPending && <Loading what="channels" />}
      {channels.isError && (
        <Failure what="channels" error={channels.error} onRetry={() => void channels.refetch()} />
      )}
      {channels.data !== undefined && total === 0 && (
        <NoChannels isFiltered={isFiltered} onReset={address.reset} />
      )}
      {channels.data !== undefined && total > 0 && (
        <>
          <ChannelsTable channels={channels.data.results} groups={groups.data ?? []} />
          <PageControls address={address} total={total} noun="Channels" />
        </>
      )}
    </>
  );
}

function NoChannels({ isFiltered, onReset }: { isFiltered: boolean; onReset: () => void }) {
  const icon = <IconBroadcast size={40} aria-hidden />;
  return isFiltered ? (
    <Empty icon={icon} title="No channel matches">
      <Anchor component="button" type="button" onClick={onReset}>
        Show all channels
      </Anchor>
    </Empty>
  ) : (
    <Empty icon={icon} title="No channels yet">
      <span>
        Channels are made from the streams of an M3U account: add one, refresh it, and press “Create
        channels”.
      </span>
      <Anchor component={Link} to="/sources">
        Go to M3U &amp; EPG
      </Anchor>
    </Empty>
  );
}
