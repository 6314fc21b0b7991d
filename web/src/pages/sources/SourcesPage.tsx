/** Where streams and guide data come from: M3U accounts and EPG sources. */
import { Stack } from '@mantine/core';
import { PageHeader } from '../../ui/PageHeader';
import { EpgSources } from './EpgSources';
import { M3uAccounts } from './M3uAccounts';

export function SourcesPage() {
  return (
    <>
      <PageHeader title="M3U & EPG" />
      <Stack gap="xl">
        <M3uAccounts />
        <EpgSources />
      </Stack>
    </>
  );
}
