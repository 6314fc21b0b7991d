/** Which page of a long list is shown, and how long a page is. */
import { Group, Pagination, Select, Text } from '@mantine/core';
import type { Address } from './use-address';

export const PAGE_SIZES = ['25', '50', '100', '250'];

export function pageSizeOf(address: Address): number {
  return Number(PAGE_SIZES.find((known) => known === address.get('size')) ?? '50');
}

interface Props {
  address: Address;
  total: number;
  /** What there are many of, as it stands in “… per page”. */
  noun: string;
}

export function PageControls({ address, total, noun }: Props) {
  const { page } = address;
  const size = pageSizeOf(address);
  return (
    <Group justify="space-between" mt="md">
      <Group gap="xs">
        <Select
          aria-label={`${noun} per page`}
          data={PAGE_SIZES}
          value={String(size)}
          allowDeselect={false}
          w={90}
          onChange={(next) => address.change({ size: next ?? '' })}
        />
        <Text size="sm" c="dimmed">
          {((page - 1) * size + 1).toLocaleString()} to{' '}
          {Math.min(page * size, total).toLocaleString()} of {total.toLocaleString()}
        </Text>
      </Group>
      <Pagination
        total={Math.max(1, Math.ceil(total / size))}
        value={page}
        siblings={1}
        getControlProps={(control) => ({ 'aria-label': `${control} page` })}
        getItemProps={(number) => ({ 'aria-label': `Page ${number}` })}
        onChange={(next) => address.change({ page: next === 1 ? '' : String(next) })}
      />
    </Group>
  );
}
