/** JSON of any shape, folded. What is folded does not exist yet: a result may be of any size. */
import { Button, Code, Text } from '@mantine/core';
import { useState } from 'react';
import type { Json } from '../../api/types';
import { isScalar, type JsonObject } from './shape';
import classes from './result.module.css';

const AT_ONCE = 100;

export function JsonTree({
  value,
  name,
  isOpen = false,
}: {
  value: Json;
  name?: string;
  isOpen?: boolean;
}) {
  const [open, setOpen] = useState(isOpen);
  const label = name === undefined ? null : <span className={classes.key}>{name}: </span>;
  if (isScalar(value)) {
    return (
      <div className={classes.leaf}>
        {label}
        <Code className={classes.value}>{JSON.stringify(value)}</Code>
      </div>
    );
  }
  const size = Array.isArray(value) ? value.length : Object.keys(value).length;
  return (
    <details
      className={classes.branch}
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>
        {label}
        <Text span c="dimmed" size="sm">
          {Array.isArray(value) ? `[${size}]` : `{${size}}`}
        </Text>
      </summary>
      {open && <Children of={value} />}
    </details>
  );
}

function Children({ of }: { of: Json[] | JsonObject }) {
  const [shown, setShown] = useState(AT_ONCE);
  const entries = Object.entries(of);
  return (
    <>
      {entries.slice(0, shown).map(([key, child]) => (
        <JsonTree key={key} name={key} value={child} />
      ))}
      {entries.length > shown && (
        <Button size="compact-xs" variant="subtle" onClick={() => setShown(shown + AT_ONCE)}>
          {(entries.length - shown).toLocaleString()} more
        </Button>
      )}
    </>
  );
}
