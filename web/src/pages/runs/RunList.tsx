/** All runs, newest first, a page at a time. */
import { Anchor } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useRunPage } from '../../api/runs';
import { RunsTable } from '../../runs/RunsTable';
import { PageControls, pageSizeOf } from '../../ui/PageControls';
import { Empty, Failure, Loading } from '../../ui/states';
import { useAddress } from '../../ui/use-address';
import { queryOf } from './run-filter';
import { RunFilters } from './RunFilters';

export function RunList() {
  const address = useAddress();
  const filter = queryOf(address.get);
  const runs = useRunPage({ ...filter, page: address.page, pageSize: pageSizeOf(address) });
  const total = runs.data?.count ?? 0;
  const isFiltered = Object.values(filter).some((value) => value !== '');
  return (
    <>
      <RunFilters address={address} />
      {runs.isPending && <Loading what="runs" />}
      {runs.isError && runs.data === undefined && (
        <Failure what="runs" error={runs.error} onRetry={() => void runs.refetch()} />
      )}
      {runs.data !== undefined && total === 0 && (
        <NoRuns isFiltered={isFiltered} onReset={address.reset} />
      )}
      {runs.data !== undefined && total > 0 && (
        <>
          <RunsTable runs={runs.data.results} label="Runs" />
          <PageControls address={address} total={total} noun="Runs" />
        </>
      )}
    </>
  );
}

function NoRuns({ isFiltered, onReset }: { isFiltered: boolean; onReset: () => void }) {
  const icon = <IconHistory size={40} aria-hidden />;
  return isFiltered ? (
    <Empty icon={icon} title="No run matches">
      <Anchor component="button" type="button" onClick={onReset}>
        Show all runs
      </Anchor>
    </Empty>
  ) : (
    <Empty icon={icon} title="Nothing has run yet">
      <span>
        Whatever a plugin does, by hand, by the clock or on an event, is kept here with its log and
        its result.
      </span>
      <Anchor component={Link} to="/plugins">
        Go to the plugins
      </Anchor>
    </Empty>
  );
}
