/**
 * One field of a plugin's settings: its input, whether it differs from its default, and the way back.
 *
 * Remembers what it drew: a key pressed in one of a hundred fields must not draw the other ninety-nine.
 */
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { memo, useMemo } from 'react';
import type { Field } from '../api/types';
import type { Autosave } from './autosave';
import { FieldInput } from './FieldInput';
import type { SendFile } from './FileInput';
import { defaultInWords, differsFromDefault, type Draft } from './values';
import classes from './FormField.module.css';

interface Props {
  form: Autosave;
  field: Field;
  value: Draft;
  problem: string | undefined;
  isSecretSet: boolean;
  sendFile: SendFile;
  mayBeHeading: boolean;
}

export const FormField = memo(function FormField(props: Props) {
  const { form, field, value, problem, isSecretSet } = props;
  const isChanged = field.type !== 'info' && differsFromDefault(field, value);
  const events = useMemo(
    () => ({
      onEdit: (draft: Draft) => {
        form.edit(field.id, draft);
        // A file is there already; there is no typing to wait for.
        if (field.type === 'file') form.blur();
      },
      onFocus: () => form.focus(field.id),
      onBlur: () => form.blur(),
    }),
    [form, field],
  );
  const secret = useMemo(
    () => ({ isSet: isSecretSet, onClear: () => void form.reset([field.id]) }),
    [form, field.id, isSecretSet],
  );
  return (
    <div className={classes.field} data-changed={isChanged || undefined}>
      {isChanged && <span className={classes.dot} aria-hidden />}
      <FieldInput
        {...events}
        field={field}
        value={value}
        problem={problem}
        secret={secret}
        sendFile={props.sendFile}
        mayBeHeading={props.mayBeHeading}
      />
      {isChanged && (
        <Tooltip label={`Changed. Default: ${defaultInWords(field)}`} multiline maw={320}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size={36}
            aria-label={`Reset ${field.label || field.id} to its default`}
            onClick={() => void form.reset([field.id])}
          >
            <IconArrowBackUp size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      )}
    </div>
  );
});
