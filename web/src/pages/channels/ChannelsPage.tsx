/** All channels, a page at a time, and the addresses under which players find them. */
import {
  Anchor,
  Badge,
  CloseButton,
  Group,
  Pagination,
  Select,
  Text,
  TextInput,
} from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconBroadcast, IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useChannelPage, useGroups } from '../../api/channels';
import { PageHeader } from '../../ui/PageHeader';
import { Empty, Failure, Loading } from '../../ui/states';
import { ChannelsTable } from './ChannelsTable';
import { OutputLinks } from './OutputLinks';

const PAGE_SIZES = ['25', '50', '100', '250'];

export function ChannelsPage() {
  // Search and page are part of the address, so that Back and a copied link work.
  const [params, setParams] = useSearchParams();
  const page = Math.max(1, Number(params.get('page')) || 1);
  const size = PAGE_SIZES.find((known) => known === params.get('size')) ?? '50';
  const search = params.get('search') ?? '';
  const group = params.get('group') ?? '';

  const groups = useGroups();
  const channels = useChannelPage({ page, pageSize: Number(size), search, group });
  const total = channels.data?.count ?? 0;
  const pages = Math.max(1, Math.ceil(total / Number(size)));
  const isFiltered = search !== '' || group !== '';

  const change = (changes: Record<string, string>) =>
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        for (const [name, value] of Object.entries(changes)) {
          if (value === '') after.delete(name);
          else after.set(name, value);
        }
        return after;
      },
      { replace: true },
    );

  return (
    <>
      <PageHeader
        title="Channels"
        aside={channels.data && <Badge variant="default">{total}</Badge>}
      />
      <OutputLinks />
      <Group mb="md" gap="sm" align="end">
        <SearchInput value={search} onSearch={(text) => change({ search: text, page: '' })} />
        <Select
          aria-label="Group"
          placeholder="All groups"
          searchable
          clearable
          clearButtonProps={{ 'aria-label': 'All groups' }}
          data={[...new Set((groups.data ?? []).map(({ name }) => name))]}
          value={group === '' ? null : group}
          onChange={(name) => change({ group: name ?? '', page: '' })}
        />
      </Group>
      {channels.isPending && <Loading what="channels" />}
      {channels.isError && (
        <Failure what="channels" error={channels.error} onRetry={() => void channels.refetch()} />
      )}
      {channels.data !== undefined && total === 0 && (
        <NoChannels isFiltered={isFiltered} onReset={() => setParams({}, { replace: true })} />
      )}
      {channels.data !== undefined && total > 0 && (
        <>
          <ChannelsTable channels={channels.data.results} groups={groups.data ?? []} />
          <Group justify="space-between" mt="md">
            <Group gap="xs">
              <Select
                aria-label="Channels per page"
                data={PAGE_SIZES}
                value={size}
                allowDeselect={false}
                w={90}
                onChange={(next) => change({ size: next ?? '', page: '' })}
              />
              <Text size="sm" c="dimmed">
                {(page - 1) * Number(size) + 1} to {Math.min(page * Number(size), total)} of {total}
              </Text>
            </Group>
            <Pagination
              total={pages}
              value={page}
              siblings={1}
              getControlProps={(control) => ({ 'aria-label': `${control} page` })}
              getItemProps={(number) => ({ 'aria-label': `Page ${number}` })}
              onChange={(next) => change({ page: next === 1 ? '' : String(next) })}
            />
          </Group>
        </>
      )}
    </>
  );
}

function SearchInput({ value, onSearch }: { value: string; onSearch: (text: string) => void }) {
  const [text, setText] = useState(value);
  const [settled] = useDebouncedValue(text, 250);
  useEffect(() => {
    if (settled !== value) onSearch(settled);
    // Only when the typing has settled: Back changes `value` too and must not be undone by it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [settled]);
  return (
    <TextInput
      aria-label="Search channels"
      placeholder="Search channels"
      flex="1 1 12rem"
      maw={420}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={
        text !== '' && <CloseButton aria-label="Clear the search" onClick={() => setText('')} />
      }
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
    />
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
