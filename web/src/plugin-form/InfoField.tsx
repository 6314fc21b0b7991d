/** Text between the fields. Plugins without sections use it as a heading, by ids like `_section_…`. */
import { Text, Title } from '@mantine/core';
import type { Field } from '../api/types';
import { PlainText } from '../ui/PlainText';
import { asText } from './values';

interface Props {
  field: Field;
  mayBeHeading: boolean;
}

export function InfoField({ field, mayBeHeading }: Props) {
  const text = field.help_text || field.description || asText(field.value ?? field.default ?? null);
  const isHeading = mayBeHeading && (field.id.startsWith('_section') || text === '');
  return (
    <div>
      {field.label !== '' &&
        (isHeading ? (
          <Title order={4} size="h5" mt="xs">
            {field.label}
          </Title>
        ) : (
          <Text fw={600} size="sm">
            {field.label}
          </Text>
        ))}
      {text !== '' && (
        <Text size="sm" c="dimmed" component="div">
          <PlainText text={text} />
        </Text>
      )}
    </div>
  );
}
