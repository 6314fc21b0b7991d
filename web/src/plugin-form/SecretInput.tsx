/**
 * A setting that the server keeps to itself: whether there is one, and how to replace or clear it.
 *
 * What is stored is never here. What is typed is saved when the field is left or Enter is pressed, not
 * before: half a password would be a wrong one.
 */
import { Button, Group, Input, PasswordInput, Text, Textarea } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { Field } from '../api/types';
import type { CommonProps } from './FieldInput';

interface Props {
  field: Field;
  common: CommonProps;
  value: string;
  isSet: boolean;
  onEdit: (draft: string) => void;
  onClear: () => void;
}

export function SecretInput({ field, common, value, isSet, onEdit, onClear }: Props) {
  const [isReplacing, setIsReplacing] = useState(false);
  const replace = useRef<HTMLButtonElement>(null);
  const returnsFocus = useRef(false);
  const isSummary = isSet && !isReplacing && value === '';

  // After Enter the input is gone; the focus goes to what took its place instead of nowhere.
  useEffect(() => {
    if (!isSummary || !returnsFocus.current) return;
    returnsFocus.current = false;
    replace.current?.focus();
  }, [isSummary]);

  const leave = () => {
    setIsReplacing(false);
    common.onBlur?.();
  };
  if (isSummary) {
    return (
      <Input.Wrapper
        label={common.label}
        labelElement="div"
        description={common.description}
        required={common.required}
        data-field={field.id}
      >
        <Group gap="sm" mt={4}>
          <Group gap={6}>
            <IconLock size={16} aria-hidden />
            <Text size="sm">Set</Text>
          </Group>
          <Button
            ref={replace}
            size="xs"
            variant="default"
            aria-label={`Replace ${common.label}`}
            onClick={() => setIsReplacing(true)}
          >
            Replace
          </Button>
          {!common.required && (
            <Button
              size="xs"
              variant="default"
              aria-label={`Clear ${common.label}`}
              onClick={onClear}
            >
              Clear
            </Button>
          )}
        </Group>
      </Input.Wrapper>
    );
  }
  const input = {
    ...common,
    value,
    autoFocus: isReplacing,
    autoComplete: 'new-password',
    placeholder: isSet ? 'The new value' : (common.placeholder ?? 'Not set'),
    onBlur: leave,
  };
  if (field.type === 'text') {
    return (
      <Textarea
        {...input}
        autosize
        minRows={3}
        maxRows={16}
        onChange={(event) => onEdit(event.currentTarget.value)}
      />
    );
  }
  return (
    <PasswordInput
      {...input}
      onChange={(event) => onEdit(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return;
        // Else the rest of this key press would land on the button that gets the focus.
        event.preventDefault();
        returnsFocus.current = true;
        leave();
      }}
    />
  );
}
