/** For a page that could not be shown: a fault of ours, or a server updated under an open page. */
import { Button } from '@mantine/core';
import { IconBug } from '@tabler/icons-react';
import { useRouteError } from 'react-router';
import { messageOf } from '../api/error';
import { Empty } from '../ui/states';

export function PageCrashed() {
  const error = useRouteError();
  return (
    <Empty icon={<IconBug size={40} aria-hidden />} title="This page could not be shown">
      <span>
        If the server has been updated since you opened this tab, reloading helps. Otherwise this is
        a fault in Pluggarr: {messageOf(error)}
      </span>
      <Button onClick={() => window.location.reload()}>Reload</Button>
    </Empty>
  );
}
