/** The pages of Pluggarr, and below a line the enabled plugins that ask for a page of their own. */
import { AppShell, Divider, NavLink, ScrollArea, Text } from '@mantine/core';
import {
  IconBroadcast,
  IconCalendarTime,
  IconDatabaseImport,
  IconPlug,
  IconPuzzle,
  IconSettings,
  type Icon,
} from '@tabler/icons-react';
import { NavLink as RouterLink, useLocation } from 'react-router';
import { usePlugins } from '../api/plugins';
import { useSystemInfo } from '../api/system';

const PAGES: { to: string; label: string; icon: Icon }[] = [
  { to: '/channels', label: 'Channels', icon: IconBroadcast },
  { to: '/sources', label: 'M3U & EPG', icon: IconDatabaseImport },
  { to: '/guide', label: 'Guide', icon: IconCalendarTime },
  { to: '/plugins', label: 'Plugins', icon: IconPuzzle },
  { to: '/settings', label: 'Settings', icon: IconSettings },
];

export function Sidebar() {
  const plugins = usePlugins().data ?? [];
  const version = useSystemInfo().data?.pluggarr_version;
  const ownPages = plugins
    .filter((plugin) => plugin.enabled && plugin.navigation && !plugin.missing)
    .sort((a, b) => a.name.localeCompare(b.name));

  return (
    <>
      <AppShell.Section grow component={ScrollArea}>
        <nav aria-label="Pages">
          {PAGES.map((page) => (
            <Entry key={page.to} {...page} />
          ))}
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

function Entry({ to, label, icon: EntryIcon }: { to: string; label: string; icon: Icon }) {
  const { pathname } = useLocation();
  return (
    <NavLink
      component={RouterLink}
      to={to}
      label={label}
      active={pathname === to}
      leftSection={<EntryIcon size={20} stroke={1.6} aria-hidden />}
      mih={44}
      style={{ borderRadius: 'var(--mantine-radius-md)' }}
    />
  );
}
