/** Whatever a plugin returned as data: a table where it is one, a tree that folds where it is not. */
import { Button, Code, ScrollArea, Table, Text } from '@mantine/core';
import { useState } from 'react';
import type { Json } from '../api/types';
import classes from './DataView.module.css';

const FIRST_ROWS = 50;

type JsonObject = { [key: string]: Json };

export function DataView({ data }: { data: Json }) {
  const rows = asRows(data);
  if (rows !== null) return <RowsTable rows={rows} />;
  if (isObject(data) && Object.values(data).every(isScalar)) return <PairsTable pairs={data} />;
  return <Tree value={data} />;
}

function RowsTable({ rows }: { rows: JsonObject[] }) {
  const [shown, setShown] = useState(FIRST_ROWS);
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return (
    <>
      <ScrollArea.Autosize mah={360} tabIndex={0} aria-label="Data">
        <Table striped withTableBorder stickyHeader fz="sm" bg="var(--mantine-color-body)">
          <Table.Thead>
            <Table.Tr>
              {columns.map((column) => (
                <Table.Th key={column}>{column}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.slice(0, shown).map((row, index) => (
              <Table.Tr key={index}>
                {columns.map((column) => (
                  <Table.Td key={column}>{scalarText(row[column])}</Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
      {rows.length > shown && (
        <Button size="compact-sm" variant="subtle" mt="xs" onClick={() => setShown(shown + 200)}>
          Show more ({rows.length - shown} left)
        </Button>
      )}
    </>
  );
}

function PairsTable({ pairs }: { pairs: JsonObject }) {
  return (
    <Table withTableBorder fz="sm" w="auto" maw="100%" bg="var(--mantine-color-body)">
      <Table.Tbody>
        {Object.entries(pairs).map(([key, value]) => (
          <Table.Tr key={key}>
            <Table.Th scope="row">{key}</Table.Th>
            <Table.Td className={classes.value}>{scalarText(value)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Tree({ value, name }: { value: Json; name?: string }) {
  const label = name === undefined ? null : <span className={classes.key}>{name}: </span>;
  if (isScalar(value)) {
    return (
      <div className={classes.leaf}>
        {label}
        <Code>{JSON.stringify(value)}</Code>
      </div>
    );
  }
  const entries = Object.entries(value as Json[] | JsonObject);
  const count = Array.isArray(value) ? `[${entries.length}]` : `{${entries.length}}`;
  return (
    <details className={classes.branch} open={name === undefined}>
      <summary>
        {label}
        <Text span c="dimmed" size="sm">
          {count}
        </Text>
      </summary>
      {entries.slice(0, 500).map(([key, child]) => (
        <Tree key={key} name={key} value={child} />
      ))}
      {entries.length > 500 && <Text size="sm">… and {entries.length - 500} more</Text>}
    </details>
  );
}

function asRows(data: Json): JsonObject[] | null {
  if (!Array.isArray(data) || data.length === 0) return null;
  const isRow = (row: Json): row is JsonObject =>
    isObject(row) && Object.values(row).every(isScalar);
  return data.every(isRow) ? data : null;
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isScalar(value: Json): boolean {
  return typeof value !== 'object' || value === null;
}

function scalarText(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
