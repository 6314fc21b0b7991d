/** Who is signed in, light or dark, and the way out. */
import { Button, Menu, Text, useMantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconLogout, IconMoon, IconSun, IconUser } from '@tabler/icons-react';
import { useState } from 'react';
import { useMe } from '../api/account';
import { storeTokens } from '../api/session';
import { forgetEntered } from '../plugin-actions/params';
import { forgetResults } from '../plugin-actions/running';
import { forgetForms, saveAllForms } from '../plugin-form/open-forms';
import { ConfirmDialog } from '../ui/ConfirmDialog';

const SCHEMES = [
  { value: 'light', label: 'Light', icon: IconSun },
  { value: 'dark', label: 'Dark', icon: IconMoon },
  { value: 'auto', label: 'Like the system', icon: IconDeviceDesktop },
] as const;

export function UserMenu() {
  const name = useMe().data?.username ?? 'Account';
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [isAsking, setIsAsking] = useState(false);

  const leave = () => {
    forgetForms();
    forgetResults();
    forgetEntered();
    storeTokens(null);
  };
  const signOut = () => saveAllForms().then(leave, () => setIsAsking(true));

  return (
    <>
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <Button variant="subtle" color="gray" h={44} px="xs" aria-label={`Account of ${name}`}>
            <IconUser size={20} aria-hidden color="var(--mantine-color-text)" />
            <Text span visibleFrom="xs" ml={6} size="sm" c="var(--mantine-color-text)">
              {name}
            </Text>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>Appearance</Menu.Label>
          {SCHEMES.map(({ value, label, icon: SchemeIcon }) => (
            <Menu.Item
              key={value}
              role="menuitemradio"
              aria-checked={colorScheme === value}
              leftSection={<SchemeIcon size={16} aria-hidden />}
              fw={colorScheme === value ? 700 : undefined}
              onClick={() => setColorScheme(value)}
            >
              {label}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconLogout size={16} aria-hidden />}
            onClick={() => void signOut()}
          >
            Sign out
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ConfirmDialog
        opened={isAsking}
        title="Sign out and lose unsaved changes?"
        confirmLabel="Sign out anyway"
        color="red"
        onCancel={() => setIsAsking(false)}
        onConfirm={leave}
      >
        <Text size="sm">Some plugin settings could not be saved. Signing out discards them.</Text>
      </ConfirmDialog>
    </>
  );
}
