/** A list of objects as a table that sorts. Not all rows at once: a result may have ten thousand. */
import { Button, ScrollArea, Table } from '@mantine/core';
import { IconArrowDown, IconArrowsSort, IconArrowUp } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { scalarText, type JsonObject } from './shape';
import { nextOrder, sortRows, type Order } from './sort-rows';
import classes from './result.module.css';

const FIRST_ROWS = 25;
const MORE_ROWS = 500;
const MOST_COLUMNS = 40;

export function RowsTable({ rows, label }: { rows: JsonObject[]; label: string }) {
  const [shown, setShown] = useState(FIRST_ROWS);
  const [order, setOrder] = useState<Order | null>(null);
  const columns = useMemo(
    () => [...new Set(rows.flatMap((row) => Object.keys(row)))].slice(0, MOST_COLUMNS),
    [rows],
  );
  // Of the first rows: a column that begins with numbers is one of numbers.
  const isNumeric = (column: string) =>
    rows.slice(0, FIRST_ROWS).every((row) => typeof row[column] === 'number');
  const sorted = useMemo(() => sortRows(rows, order), [rows, order]);
  const left = rows.length - shown;
  return (
    <div>
      <ScrollArea.Autosize
        mah={420}
        viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': label }}
      >
        <Table
          striped
          withTableBorder
          stickyHeader
          fz="sm"
          bg="var(--mantine-color-body)"
          aria-label={label}
        >
          <Table.Thead>
            <Table.Tr>
              {columns.map((column) => (
                <Header
                  key={column}
                  column={column}
                  order={order}
                  align={isNumeric(column) ? 'right' : undefined}
                  onSort={() => setOrder(nextOrder(order, column))}
                />
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {sorted.slice(0, shown).map((row, index) => (
              <Table.Tr key={index}>
                {columns.map((column) => (
                  <Table.Td
                    key={column}
                    className={classes.value}
                    ta={isNumeric(column) ? 'right' : undefined}
                  >
                    {scalarText(row[column])}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
      {left > 0 && (
        <Button
          size="compact-sm"
          variant="subtle"
          mt="xs"
          onClick={() => setShown(shown + MORE_ROWS)}
        >
          {left <= MORE_ROWS
            ? `Show all ${rows.length.toLocaleString()} rows`
            : `Show ${MORE_ROWS} more of ${rows.length.toLocaleString()} rows`}
        </Button>
      )}
    </div>
  );
}

interface HeaderProps {
  column: string;
  order: Order | null;
  align: 'right' | undefined;
  onSort: () => void;
}

function Header({ column, order, align, onSort }: HeaderProps) {
  const isSorted = order?.column === column;
  const Icon = !isSorted ? IconArrowsSort : order.isDescending ? IconArrowDown : IconArrowUp;
  return (
    <Table.Th
      ta={align}
      aria-sort={!isSorted ? 'none' : order.isDescending ? 'descending' : 'ascending'}
    >
      <button type="button" className={classes.sort} onClick={onSort}>
        {column}
        <Icon size={14} aria-hidden opacity={isSorted ? 1 : 0.5} />
      </button>
    </Table.Th>
  );
}
