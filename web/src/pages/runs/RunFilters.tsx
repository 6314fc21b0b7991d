/** Which runs are wanted. */
import { Group, Pill, Select } from '@mantine/core';
import { usePlugins } from '../../api/plugins';
import { SettledSearch } from '../../ui/SettledSearch';
import type { Address } from '../../ui/use-address';
import { STATES, TRIGGERS } from './run-filter';

export function RunFilters({ address }: { address: Address }) {
  const plugins = usePlugins().data ?? [];
  const plugin = address.get('plugin');
  const action = address.get('action');
  const names = plugins
    .map(({ key, name }) => ({ value: key, label: name }))
    .sort((a, b) => a.label.localeCompare(b.label));
  // Of a plugin that is gone there are runs still.
  const isGone = plugin !== '' && !names.some(({ value }) => value === plugin);
  const actions = plugins.find(({ key }) => key === plugin)?.actions ?? [];
  const actionLabel = actions.find(({ id }) => id === action)?.label || action;
  return (
    <Group mb="md" gap="sm">
      <div style={{ flex: '1 1 12rem' }}>
        <SettledSearch
          label="Search runs"
          value={address.get('search')}
          onSearch={(search) => address.change({ search })}
        />
      </div>
      <Choice
        label="Plugin"
        all="All plugins"
        data={isGone ? [...names, { value: plugin, label: plugin }] : names}
        value={plugin}
        onChange={(value) => address.change({ plugin: value, action: '' })}
      />
      <Choice
        label="State"
        all="All states"
        data={STATES}
        value={address.get('state')}
        onChange={(state) => address.change({ state })}
      />
      <Choice
        label="Started by"
        all="Started by anything"
        data={TRIGGERS}
        value={address.get('trigger')}
        onChange={(trigger) => address.change({ trigger })}
      />
      {action !== '' && (
        <Pill
          size="lg"
          withRemoveButton
          removeButtonProps={{ 'aria-label': 'All actions', 'aria-hidden': false, tabIndex: 0 }}
          onRemove={() => address.change({ action: '' })}
        >
          {actionLabel}
        </Pill>
      )}
    </Group>
  );
}

interface ChoiceProps {
  label: string;
  all: string;
  data: { value: string; label: string }[];
  value: string;
  onChange: (value: string) => void;
}

function Choice({ label, all, data, value, onChange }: ChoiceProps) {
  return (
    <Select
      aria-label={label}
      placeholder={all}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': all }}
      data={data}
      value={value === '' ? null : value}
      w={{ base: '100%', xs: 180 }}
      onChange={(next) => onChange(next ?? '')}
    />
  );
}
