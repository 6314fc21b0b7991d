/** A list of rows with typed cells. Rows are added, removed and moved by buttons. */
import { ActionIcon, Button, Group, Input, Text } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react';
import { useId, useMemo, useRef, useState, type FocusEvent } from 'react';
import type { Field, Json } from '../api/types';
import type { CommonProps } from './FieldInput';
import { TableCell } from './TableCell';
import { cellKey, moved, newRow, problemsByCell } from './table-values';
import type { Draft, Row } from './values';
import classes from './TableInput.module.css';

const FIRST_ROWS = 50;

interface Props {
  field: Field;
  common: CommonProps;
  value: Draft;
  onEdit: (rows: Row[]) => void;
}

export function TableInput({ field, common, value, onEdit }: Props) {
  const columns = useMemo(() => field.columns ?? [], [field.columns]);
  const rows = Array.isArray(value)
    ? value.filter((row): row is Row => typeof row === 'object')
    : [];
  const problems = useMemo(() => problemsByCell(common.error, columns), [common.error, columns]);
  const [shown, setShown] = useState(FIRST_ROWS);
  const box = useRef<HTMLDivElement>(null);
  const id = useId();

  // Once the rows are drawn anew: a moved row takes the focus along, so that it can be moved on.
  const focusOn = (selector: string) =>
    requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(selector)?.focus());
  const setCell = (index: number, column: string, cell: Json) =>
    onEdit(rows.map((row, at) => (at === index ? { ...row, [column]: cell } : row)));
  const move = (index: number, to: number) => {
    onEdit(moved(rows, index, to));
    const direction = to < index ? 'up' : 'down';
    const isAtEnd = to === 0 || to === rows.length - 1;
    const other = direction === 'up' ? 'down' : 'up';
    focusOn(`[data-row="${to}"] [data-move="${isAtEnd ? other : direction}"]`);
  };
  const removeRow = (index: number) => {
    onEdit(rows.filter((_, at) => at !== index));
    focusOn(
      rows.length > 1 ? `[data-row="${Math.max(0, index - 1)}"] [data-remove]` : '[data-add]',
    );
  };
  const add = () => {
    setShown(Math.max(shown, rows.length + 1));
    onEdit([...rows, newRow(columns)]);
    focusOn(`[data-row="${rows.length}"] input`);
  };
  const leave = (event: FocusEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget)) common.onBlur?.();
  };

  return (
    <Input.Wrapper
      id={id}
      label={common.label}
      labelElement="div"
      description={common.description}
      required={common.required}
      error={problems.rest}
      data-field={field.id}
    >
      <div
        ref={box}
        className={classes.box}
        role="group"
        aria-labelledby={`${id}-label`}
        onFocus={common.onFocus}
        onBlur={leave}
      >
        {rows.length > 0 && (
          <table className={classes.table}>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column.id} scope="col">
                    {column.label || column.id}
                  </th>
                ))}
                <td />
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, shown).map((row, index) => (
                <tr key={index} data-row={index}>
                  {columns.map((column) => (
                    <td key={column.id}>
                      <span className={classes.name} aria-hidden>
                        {column.label || column.id}
                      </span>
                      <TableCell
                        column={column}
                        number={index + 1}
                        value={row[column.id] ?? null}
                        problem={problems.cells.get(cellKey(index, column.id))}
                        onEdit={(cell) => setCell(index, column.id, cell)}
                      />
                    </td>
                  ))}
                  <td className={classes.buttons}>
                    <RowButtons
                      number={index + 1}
                      isFirst={index === 0}
                      isLast={index === rows.length - 1}
                      onMove={(by) => move(index, index + by)}
                      onRemove={() => removeRow(index)}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <Group gap="sm" mt={4}>
          <Button
            data-add
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} aria-hidden />}
            aria-label={`Add a row to ${common.label}`}
            onClick={add}
          >
            Add a row
          </Button>
          {rows.length === 0 && (
            <Text size="sm" c="dimmed">
              No rows
            </Text>
          )}
          {rows.length > shown && (
            <Button size="xs" variant="subtle" onClick={() => setShown(rows.length)}>
              Show all {rows.length} rows
            </Button>
          )}
        </Group>
      </div>
    </Input.Wrapper>
  );
}

interface RowButtonsProps {
  number: number;
  isFirst: boolean;
  isLast: boolean;
  onMove: (by: 1 | -1) => void;
  onRemove: () => void;
}

function RowButtons({ number, isFirst, isLast, onMove, onRemove }: RowButtonsProps) {
  const common = { variant: 'subtle', color: 'gray', size: 36 } as const;
  return (
    <Group gap={0} wrap="nowrap">
      <ActionIcon
        {...common}
        data-move="up"
        disabled={isFirst}
        aria-label={`Move row ${number} up`}
        onClick={() => onMove(-1)}
      >
        <IconArrowUp size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon
        {...common}
        data-move="down"
        disabled={isLast}
        aria-label={`Move row ${number} down`}
        onClick={() => onMove(1)}
      >
        <IconArrowDown size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon {...common} data-remove aria-label={`Remove row ${number}`} onClick={onRemove}>
        <IconTrash size={16} aria-hidden />
      </ActionIcon>
    </Group>
  );
}
