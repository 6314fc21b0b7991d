/** Names and their values. */
import { Table } from '@mantine/core';
import { scalarText, type Scalar } from './shape';
import classes from './result.module.css';

export function Pairs({ items, label }: { items: [string, Scalar][]; label: string }) {
  return (
    <Table
      withTableBorder
      fz="sm"
      w="auto"
      maw="100%"
      bg="var(--mantine-color-body)"
      aria-label={label}
    >
      <Table.Tbody>
        {items.map(([key, value]) => (
          <Table.Tr key={key}>
            <Table.Th scope="row" className={classes.value}>
              {key}
            </Table.Th>
            <Table.Td className={classes.value}>{scalarText(value)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
