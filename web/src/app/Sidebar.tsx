/** The pages of Pluggarr, and below a line the enabled plugins that ask for a page of their own. */
import { AppShell, Badge, Divider, NavLink, ScrollArea, Text, VisuallyHidden } from '@mantine/core';
import {
  IconBroadcast,
  IconCalendarTime,
  IconDatabaseImport,
  IconHistory,
  IconPlug,
  IconPuzzle,
  IconSettings,
  type Icon,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { NavLink as RouterLink, useLocation } from 'react-router';
import { useSeesRuns } from '../api/account';
import { usePlugins } from '../api/plugins';
import { useOpenRuns } from '../api/runs';
import { useSystemInfo } from '../api/system';

interface Page {
  to: string;
  label: string;
  icon: Icon;
  /** Only for those who may see runs. */
  isOfRuns?: boolean;
}

const PAGES: Page[] = [
  { to: '/channels', label: 'Channels', icon: IconBroadcast },
  { to: '/sources', label: 'M3U & EPG', icon: IconDatabaseImport },
  { to: '/guide', label: 'Guide', icon: IconCalendarTime },
  { to: '/plugins', label: 'Plugins', icon: IconPuzzle },
  { to: '/runs', label: 'Runs', icon: IconHistory, isOfRuns: true },
  { to: '/settings', label: 'Settings', icon: IconSettings },
];

export function Sidebar() {
  const plugins = usePlugins().data ?? [];
  const seesRuns = useSeesRuns();
  const version = useSystemInfo().data?.pluggarr_version;
  const ownPages = plugins
    .filter((plugin) => plugin.enabled && plugin.navigation && !plugin.missing)
    .sort((a, b) => a.name.localeCompare(b.name));

  return (
    <>
      <AppShell.Section grow component={ScrollArea}>
        <nav aria-label="Pages">
          {PAGES.filter(({ isOfRuns = false }) => seesRuns || !isOfRuns).map(
            ({ isOfRuns = false, ...page }) => (
              <Entry key={page.to} {...page} aside={isOfRuns && <UnderWay />} />
            ),
          )}
        </nav>
        {ownPages.length > 0 && (
          <nav aria-label="Plugins">
            <Divider my="sm" />
            {ownPages.map(({ key, name }) => (
              <Entry
                key={key}
                to={`/plugin/${encodeURIComponent(key)}`}
                label={name}
                icon={IconPlug}
              />
            ))}
          </nav>
        )}
      </AppShell.Section>
      {version !== undefined && (
        <AppShell.Section>
          <Text size="xs" c="dimmed" px="sm" pt="sm">
            Pluggarr {version}
          </Text>
        </AppShell.Section>
      )}
    </>
  );
}

/** How many runs are under way, of whomever. */
function UnderWay() {
  const open = useOpenRuns().data?.length ?? 0;
  if (open === 0) return null;
  return (
    <Badge size="sm" circle={open < 10} data-open-runs={open}>
      <span aria-hidden>{open}</span>
      <VisuallyHidden>, {open} under way</VisuallyHidden>
    </Badge>
  );
}

interface EntryProps {
  to: string;
  label: string;
  icon: Icon;
  aside?: ReactNode;
}

function Entry({ to, label, icon: EntryIcon, aside }: EntryProps) {
  const { pathname } = useLocation();
  return (
    <NavLink
      component={RouterLink}
      to={to}
      label={label}
      active={pathname === to || pathname.startsWith(`${to}/`)}
      rightSection={aside}
      leftSection={<EntryIcon size={20} stroke={1.6} aria-hidden />}
      mih={44}
      style={{ borderRadius: 'var(--mantine-radius-md)' }}
    />
  );
}
