/** A headed list of sources of one kind, with its loading, failed and empty states. */
import { Group, Stack, Title } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Empty, Failure, Loading } from '../../ui/states';

interface Props<Source> {
  title: string;
  what: string;
  icon: ReactNode;
  emptyText: string;
  query: UseQueryResult<Source[]>;
  addButton: ReactNode;
  children: (source: Source) => ReactNode;
}

export function SourceSection<Source>(props: Props<Source>) {
  const { title, what, icon, emptyText, query, addButton, children } = props;
  return (
    <section aria-label={title}>
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h3">
          {title}
        </Title>
        {addButton}
      </Group>
      {query.isPending && <Loading what={what} rows={2} />}
      {query.isError && query.data === undefined && (
        <Failure what={what} error={query.error} onRetry={() => void query.refetch()} />
      )}
      {query.data?.length === 0 && (
        <Empty icon={icon} title={`No ${what} yet`}>
          <span>{emptyText}</span>
        </Empty>
      )}
      <Stack gap="sm">{query.data?.map(children)}</Stack>
    </section>
  );
}
