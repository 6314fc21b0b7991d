/** The EPG sources: their state, and refreshing them. */
import { IconCalendarTime } from '@tabler/icons-react';
import {
  useAddEpgSource,
  useDeleteEpgSource,
  useEpgSources,
  useRefreshEpgSource,
} from '../../api/sources';
import type { EpgSource } from '../../api/types';
import { counted } from '../../ui/counted';
import { AddSource } from './AddSource';
import { SourceCard } from './SourceCard';
import { SourceSection } from './SourceSection';

export function EpgSources() {
  const sources = useEpgSources();
  const add = useAddEpgSource();
  return (
    <SourceSection
      title="EPG sources"
      what="EPG sources"
      icon={<IconCalendarTime size={36} aria-hidden />}
      emptyText="An EPG source is an XMLTV guide, by its address or as a file on the server."
      query={sources}
      addButton={
        <AddSource
          title="Add an EPG source"
          fileExample="/srv/iptv/guide.xml.gz"
          urlExample="http://provider.example/guide.xml.gz"
          onAdd={({ name, url, file, hours }) =>
            add.mutateAsync({
              name,
              ...(url === null ? { file_path: file } : { url }),
              refresh_interval: hours,
            })
          }
        />
      }
    >
      {(source) => <EpgCard key={source.id} source={source} />}
    </SourceSection>
  );
}

function EpgCard({ source }: { source: EpgSource }) {
  const refresh = useRefreshEpgSource();
  const deletion = useDeleteEpgSource();
  const count = source.epg_data_count;
  return (
    <SourceCard
      kind="epg"
      source={source}
      location={source.url || source.file_path || ''}
      count={count === undefined ? null : counted(Number(count), 'guide channel')}
      deleteWarning="Its programmes are deleted with it; channels that use it have no guide then."
      onRefresh={() => refresh.mutateAsync(source.id)}
      onDelete={() => deletion.mutateAsync(source.id)}
    />
  );
}
