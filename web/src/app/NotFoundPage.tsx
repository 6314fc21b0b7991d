/** For an address that leads nowhere. */
import { Anchor } from '@mantine/core';
import { IconMapQuestion } from '@tabler/icons-react';
import { Link, useLocation } from 'react-router';
import { Empty } from '../ui/states';

export function NotFoundPage() {
  const { pathname } = useLocation();
  return (
    <Empty icon={<IconMapQuestion size={40} aria-hidden />} title="There is no page here">
      <span>
        Nothing is found at <code>{pathname}</code>. The address may be mistyped, or come from
        another version of Pluggarr.
      </span>
      <Anchor component={Link} to="/plugins">
        Go to the plugins
      </Anchor>
    </Empty>
  );
}
