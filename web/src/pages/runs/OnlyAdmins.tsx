/** In the place of what only admins may see. */
import { IconLock } from '@tabler/icons-react';
import { Empty } from '../../ui/states';

export function OnlyAdmins() {
  return (
    <Empty icon={<IconLock size={40} aria-hidden />} title="Only admins see runs">
      <span>Ask an admin what a plugin has done.</span>
    </Empty>
  );
}
