/** What is on: channels downwards, time to the right, a few hours at once. */
import { Anchor, Button, Group, Text, TextInput } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import {
  IconCalendarTime,
  IconChevronLeft,
  IconChevronRight,
  IconSearch,
} from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { useAllChannels } from '../../api/channels';
import { useGuide } from '../../api/guide';
import { PageHeader } from '../../ui/PageHeader';
import { Empty, Failure, Loading } from '../../ui/states';
import { hourAndMinute } from '../../ui/time';
import { useNow } from '../../ui/use-now';
import { GuideGrid } from './GuideGrid';
import { ProgrammeDetails, type Chosen } from './ProgrammeDetails';
import { HALF_HOUR, indexGuide, windowStart } from './timeline';

export function GuidePage() {
  const channels = useAllChannels();
  const programmes = useGuide();
  const guide = useMemo(() => indexGuide(programmes.data ?? []), [programmes.data]);
  const now = useNow(30_000);
  const isNarrow = useMediaQuery('(max-width: 48em)') ?? false;
  const span = (isNarrow ? 3 : 6) * HALF_HOUR;

  // Null follows the clock; a time is where the person went.
  const [chosenStart, setChosenStart] = useState<number | null>(null);
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const from = chosenStart ?? windowStart(now);
  const to = from + span;

  const shown = (channels.data ?? []).filter(({ name }) =>
    name.toLowerCase().includes(search.trim().toLowerCase()),
  );
  const failed = channels.isError ? channels : programmes.isError ? programmes : null;
  const isPending = channels.isPending || programmes.isPending;

  return (
    <>
      <PageHeader title="Guide">
        <Button
          variant="default"
          px="xs"
          aria-label="Earlier"
          onClick={() => setChosenStart(from - span / 3)}
        >
          <IconChevronLeft size={18} aria-hidden />
        </Button>
        <Button
          variant={chosenStart === null ? 'light' : 'default'}
          onClick={() => setChosenStart(null)}
        >
          Now
        </Button>
        <Button
          variant="default"
          px="xs"
          aria-label="Later"
          onClick={() => setChosenStart(from + span / 3)}
        >
          <IconChevronRight size={18} aria-hidden />
        </Button>
      </PageHeader>
      {failed !== null && (
        <Failure what="the guide" error={failed.error} onRetry={() => void failed.refetch()} />
      )}
      {failed === null && isPending && <Loading what="the guide" rows={6} />}
      {failed === null && !isPending && channels.data?.length === 0 && <NoChannels />}
      {failed === null && !isPending && (channels.data?.length ?? 0) > 0 && (
        <>
          <Group mb="sm" justify="space-between" gap="sm">
            <TextInput
              aria-label="Search channels"
              placeholder="Search channels"
              leftSection={<IconSearch size={16} aria-hidden />}
              value={search}
              onChange={(event) => setSearch(event.currentTarget.value)}
            />
            <Text size="sm" c="dimmed" role="status">
              {new Date(from).toLocaleDateString([], {
                weekday: 'long',
                day: 'numeric',
                month: 'long',
              })}
              , {hourAndMinute(from)} to {hourAndMinute(to)}
            </Text>
          </Group>
          {shown.length === 0 ? (
            <Empty icon={<IconSearch size={40} aria-hidden />} title="No channel matches" />
          ) : (
            <GuideGrid
              channels={shown}
              guide={guide}
              from={from}
              to={to}
              now={now}
              onChoose={setChosen}
            />
          )}
        </>
      )}
      <ProgrammeDetails chosen={chosen} onClose={() => setChosen(null)} />
    </>
  );
}

function NoChannels() {
  return (
    <Empty icon={<IconCalendarTime size={40} aria-hidden />} title="No channels yet">
      <span>The guide shows the programmes of your channels, and there are none so far.</span>
      <Anchor component={Link} to="/sources">
        Go to M3U &amp; EPG
      </Anchor>
    </Empty>
  );
}
