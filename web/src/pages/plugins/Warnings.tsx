/** What a person should know about a plugin before anything else: on its card and on its page. */
import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import {
  IconAlertTriangle,
  IconCircleX,
  IconRefresh,
  IconShieldQuestion,
} from '@tabler/icons-react';
import { useIsAdmin } from '../../api/account';
import { useReloadPlugin } from '../../api/plugins';
import type { Plugin } from '../../api/types';
import { counted } from '../../ui/counted';
import { toastFailure } from '../../ui/toast';
import { asksForMore } from './health';
import { LoadError } from './LoadError';
import { ProblemList } from './ProblemList';
import { useEnabling } from './use-enabling';
import lists from './lists.module.css';
import classes from './PluginCard.module.css';

export function Warnings({ plugin, withProblems }: { plugin: Plugin; withProblems: boolean }) {
  return (
    <>
      {plugin.missing && (
        <Alert color="red" icon={<IconCircleX aria-hidden />} title="Its folder is gone">
          <Text size="sm">
            The settings are kept. Import it again, or put the folder back and press Reload. Delete
            it if you do not need it any more.
          </Text>
        </Alert>
      )}
      <LoadError plugin={plugin} />
      {asksForMore(plugin) && <AsksForMore plugin={plugin} />}
      {plugin.reload_offered && !plugin.missing && <ReloadOffer plugin={plugin} />}
      {withProblems && plugin.problems.length > 0 && (
        <details className={classes.problems}>
          <summary className={lists.summary}>
            {counted(plugin.problems.length, 'problem')} in what it declares
          </summary>
          <ProblemList problems={plugin.problems} />
        </details>
      )}
      {plugin.legacy && !plugin.missing && (
        <Text size="sm" className={classes.warning}>
          <IconAlertTriangle size={16} aria-hidden /> No plugin.json: what its code says of itself
          is shown.
        </Text>
      )}
    </>
  );
}

function ReloadOffer({ plugin }: { plugin: Plugin }) {
  const isAdmin = useIsAdmin();
  const reload = useReloadPlugin();
  return (
    <Alert color="blue" icon={<IconRefresh aria-hidden />} title="Its files have changed" p="sm">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">It still runs as it was when it was loaded.</Text>
        {isAdmin && (
          <Button
            size="xs"
            variant="default"
            loading={reload.isPending}
            aria-label={`Reload ${plugin.name}`}
            onClick={() =>
              reload.mutate(plugin.key, {
                onError: (error) => toastFailure(`Could not reload ${plugin.name}`, error),
              })
            }
          >
            Reload
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

function AsksForMore({ plugin }: { plugin: Plugin }) {
  const isAdmin = useIsAdmin();
  const { want, question } = useEnabling(plugin);
  const labels = plugin.capabilities
    .filter(({ id }) => plugin.new_capabilities.includes(id))
    .map(({ label }) => label);
  return (
    <Alert
      color="orange"
      icon={<IconShieldQuestion aria-hidden />}
      title="It asks for more than you allowed"
      p="sm"
    >
      <Stack gap="xs" align="flex-start">
        <Text size="sm">
          {labels.join(', ')}. Its actions do not run until you have allowed that.
        </Text>
        {isAdmin && (
          <Group>
            <Button
              size="xs"
              variant="default"
              aria-label={`Review what ${plugin.name} asks for`}
              onClick={() => want(true)}
            >
              Review
            </Button>
          </Group>
        )}
      </Stack>
      {question}
    </Alert>
  );
}
