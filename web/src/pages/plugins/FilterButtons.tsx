/** Which of the plugins are looked at, with how many there are of each kind. */
import { Chip, Group } from '@mantine/core';
import { FILTERS, type Filter } from './plugin-filter';

interface Props {
  counts: Record<Filter, number>;
  value: Filter;
  onChange: (filter: Filter) => void;
}

export function FilterButtons({ counts, value, onChange }: Props) {
  return (
    <Chip.Group value={value} onChange={(chosen) => onChange(chosen)}>
      <Group gap={6} role="radiogroup" aria-label="Which plugins to show">
        {FILTERS.map((filter) => (
          <Chip key={filter} value={filter} variant="outline" size="sm">
            {filter} {counts[filter]}
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  );
}
