/** One cell of a table: an input named after its column and row. */
import { NumberInput, Select, Switch, TextInput } from '@mantine/core';
import type { Json, TableColumn } from '../api/types';
import { asBoolean, asText, optionsFor } from './values';
import classes from './TableInput.module.css';

interface Props {
  column: TableColumn;
  /** Of the row, as people count. */
  number: number;
  value: Json;
  problem: string | undefined;
  onEdit: (cell: Json) => void;
}

export function TableCell({ column, number, value, problem, onEdit }: Props) {
  const common = {
    'aria-label': `${column.label || column.id}, row ${number}`,
    error: problem,
  };
  switch (column.type) {
    case 'boolean':
      return (
        <div className={classes.toggle}>
          <Switch
            {...common}
            checked={asBoolean(value)}
            onChange={(event) => onEdit(event.currentTarget.checked)}
          />
        </div>
      );
    case 'number':
      return (
        // A text that is no number stays in sight, to be told so; the input itself would swallow it.
        <NumberInput
          {...common}
          value={typeof value === 'number' ? value : asText(value)}
          hideControls
          onChange={onEdit}
        />
      );
    case 'select': {
      const text = asText(value);
      return (
        <Select
          {...common}
          data={optionsFor(column.options, [text])}
          value={text === '' ? null : text}
          searchable
          onChange={(option) => onEdit(option ?? '')}
        />
      );
    }
    default:
      return (
        <TextInput
          {...common}
          value={asText(value)}
          autoComplete="off"
          onChange={(event) => onEdit(event.currentTarget.value)}
        />
      );
  }
}
