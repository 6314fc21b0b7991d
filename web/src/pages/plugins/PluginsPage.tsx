/** All plugins that the server found: looked through, switched, imported, deleted. */
import { Badge, Button, Group, Text } from '@mantine/core';
import { IconPackageImport, IconPuzzle, IconSearch, IconTrash } from '@tabler/icons-react';
import { lazy, Suspense, useDeferredValue, useMemo, useState } from 'react';
import { useIsAdmin } from '../../api/account';
import { usePlugins } from '../../api/plugins';
import type { Plugin } from '../../api/types';
import { HeaderButton } from '../../ui/HeaderButton';
import { PageHeader } from '../../ui/PageHeader';
import { SearchInput } from '../../ui/SearchInput';
import { Empty, Failure, Loading } from '../../ui/states';
import { useFileDrop } from '../../ui/use-file-drop';
import { FilterButtons } from './FilterButtons';
import { FolderLine } from './FolderLine';
import { countByFilter, findPlugins, type Filter } from './plugin-filter';
import { PluginGrid } from './PluginGrid';
import { PythonBanner } from './PythonBanner';
import { ReloadButton } from './ReloadButton';
import { TrustDialog } from './TrustDialog';
import { useEnableNow } from './use-enabling';
import classes from './PluginsPage.module.css';

const ImportDialog = lazy(async () => ({
  default: (await import('./import/ImportDialog')).ImportDialog,
}));
const TrashPanel = lazy(async () => ({
  default: (await import('./trash/TrashPanel')).TrashPanel,
}));

/** What is open above the page. */
type Above =
  { kind: 'import'; files: File[] } | { kind: 'trash' } | { kind: 'trust'; plugin: Plugin };

export function PluginsPage() {
  const plugins = usePlugins();
  const isAdmin = useIsAdmin();
  const [above, setAbove] = useState<Above | null>(null);
  const enableNow = useEnableNow();
  const close = () => setAbove(null);
  const enable = (plugin: Plugin) => {
    close();
    void enableNow(plugin);
  };
  const isDropping = useFileDrop(isAdmin && above === null, (files) =>
    setAbove({ kind: 'import', files }),
  );

  return (
    <>
      <PageHeader
        title="Plugins"
        aside={plugins.data && <Badge variant="default">{plugins.data.length} installed</Badge>}
      >
        {isAdmin && (
          <>
            <HeaderButton
              label="Trash"
              icon={<IconTrash size={18} aria-hidden />}
              onClick={() => setAbove({ kind: 'trash' })}
            />
            <ReloadButton />
            <Button
              leftSection={<IconPackageImport size={18} aria-hidden />}
              onClick={() => setAbove({ kind: 'import', files: [] })}
            >
              Import
            </Button>
          </>
        )}
      </PageHeader>
      <PythonBanner />
      <FolderLine />
      {plugins.isPending && <Loading what="plugins" />}
      {plugins.isError && plugins.data === undefined && (
        <Failure what="plugins" error={plugins.error} onRetry={() => void plugins.refetch()} />
      )}
      {plugins.data?.length === 0 && <NothingInstalled />}
      {plugins.data !== undefined && plugins.data.length > 0 && <Found plugins={plugins.data} />}
      {isDropping && (
        <div className={classes.drop}>
          <IconPackageImport size={48} aria-hidden />
          <Text fw={600}>Drop the zip to look into it</Text>
        </div>
      )}
      <Suspense>
        {above?.kind === 'import' && (
          <ImportDialog
            files={above.files}
            onClose={close}
            onEnable={(plugin) =>
              plugin.needs_trust ? setAbove({ kind: 'trust', plugin }) : enable(plugin)
            }
          />
        )}
        {above?.kind === 'trash' && <TrashPanel onClose={close} />}
      </Suspense>
      {above?.kind === 'trust' && (
        <TrustDialog
          plugin={above.plugin}
          opened
          onCancel={close}
          onTrust={() => enable(above.plugin)}
        />
      )}
    </>
  );
}

function Found({ plugins }: { plugins: Plugin[] }) {
  const [search, setSearch] = useState('');
  const [filter, setFilter] = useState<Filter>('All');
  // What is typed shows at once; the cards follow when there is time.
  const wanted = useDeferredValue(search);
  const wantedFilter = useDeferredValue(filter);
  const found = useMemo(
    () => findPlugins(plugins, wantedFilter, wanted),
    [plugins, wantedFilter, wanted],
  );
  const counts = useMemo(() => countByFilter(plugins), [plugins]);
  return (
    <>
      <Group mb="md" gap="sm">
        <SearchInput
          label="Search plugins"
          placeholder="Search by name, author, action or setting"
          value={search}
          onChange={setSearch}
        />
        <FilterButtons counts={counts} value={filter} onChange={setFilter} />
      </Group>
      {found.length === 0 && (
        <Empty icon={<IconSearch size={40} aria-hidden />} title="No plugin matches">
          <span>
            {wanted.trim() === ''
              ? `None of the ${plugins.length} plugins is under “${wantedFilter}”.`
              : `None of the ${counts[wantedFilter]} plugins under “${wantedFilter}” mentions “${wanted}”.`}
          </span>
          <Button
            variant="default"
            onClick={() => {
              setSearch('');
              setFilter('All');
            }}
          >
            Show all
          </Button>
        </Empty>
      )}
      <PluginGrid key={`${wantedFilter} ${wanted}`} plugins={found} />
    </>
  );
}

function NothingInstalled() {
  return (
    <Empty icon={<IconPuzzle size={40} aria-hidden />} title="No plugins yet">
      <span>
        A plugin is a folder with a plugin.py in it. Import one as a zip, or put its folder into the
        plugins folder and press Reload.
      </span>
    </Empty>
  );
}
