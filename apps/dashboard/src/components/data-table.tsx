import { Box, Checkbox, Group, Menu, Table, UnstyledButton, ActionIcon, Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconArrowsSort, IconColumns3 } from '@tabler/icons-react';
import { columnVisibilityFeature, createSortedRowModel, rowSortingFeature, sortFn_alphanumeric, sortFn_text, tableFeatures, useTable, type ColumnDef } from '@tanstack/react-table';
import { useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './data-table.module.css';
import { Pager } from './pager.js';

const features = tableFeatures({
  rowSortingFeature,
  columnVisibilityFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { alphanumeric: sortFn_alphanumeric, text: sortFn_text },
});

/** One column of a {@link DataTable}. */
export interface Column<T> {
  readonly id: string;
  /** Heading, translated. */
  readonly header: string;
  readonly render: (row: T) => ReactNode;
  /** What the column is sorted by; without it the column can't be sorted. */
  readonly value?: (row: T) => string | number | null;
  /** Not offered for hiding: names and buttons. */
  readonly fixed?: boolean;
}

interface DataTableProps<T> {
  rows: T[];
  columns: readonly Column<T>[];
  rowId: (row: T) => string;
  /** What the table is, for screen readers. */
  label: string;
  sortBy?: { id: string; desc?: boolean };
  /** Narrower than this the table scrolls sideways inside its frame; px. */
  minWidth?: number;
  /** Without a frame of its own, for a table inside a panel. */
  bare?: boolean;
  /** Longer tables are shown in pages of so many rows. */
  pageSize?: number;
}

const SORTED = { asc: 'ascending', desc: 'descending' } as const;

/** A table whose columns can be sorted and put away. */
export function DataTable<T extends object>({ rows, columns, rowId, label, sortBy, minWidth = 560, bare = false, pageSize }: DataTableProps<T>) {
  const { t } = useTranslation();
  const defs = useMemo(
    () =>
      columns.map(
        (column): ColumnDef<typeof features, T> => ({
          id: column.id,
          header: column.header,
          accessorFn: (row: T) => column.value?.(row) ?? undefined,
          enableSorting: column.value !== undefined,
          enableHiding: column.fixed !== true,
          sortUndefined: 'last',
        }),
      ),
    [columns],
  );
  const table = useTable({
    features,
    columns: defs,
    data: rows,
    getRowId: rowId,
    initialState: { sorting: sortBy === undefined ? [] : [{ id: sortBy.id, desc: sortBy.desc ?? false }] },
  });
  const [wanted, setPage] = useState(0);
  const sorted = table.getRowModel().rows;
  const pages = pageSize === undefined ? 1 : Math.max(1, Math.ceil(sorted.length / pageSize));
  const page = Math.min(wanted, pages - 1);
  const shown = pageSize === undefined ? sorted : sorted.slice(page * pageSize, (page + 1) * pageSize);
  return (
    <div className={bare ? undefined : 'panel'}>
      <Table.ScrollContainer minWidth={minWidth} scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': label, role: 'region' } }}>
        <Table highlightOnHover aria-label={label} className={classes.table}>
          <Table.Thead>
            {table.getHeaderGroups().map((group) => (
              <Table.Tr key={group.id}>
                {group.headers.map((header) => {
                  const sorted = header.column.getIsSorted();
                  const name = String(header.column.columnDef.header);
                  const Arrow = sorted === false ? IconArrowsSort : sorted === 'asc' ? IconArrowUp : IconArrowDown;
                  return (
                    <Table.Th key={header.id} aria-sort={sorted === false ? undefined : SORTED[sorted]}>
                      {header.column.getCanSort() ? (
                        <UnstyledButton className={classes.sort} onClick={header.column.getToggleSortingHandler()}>
                          {name}
                          <Arrow size={14} className={classes.arrow} data-on={sorted !== false || undefined} aria-hidden />
                        </UnstyledButton>
                      ) : (
                        name
                      )}
                    </Table.Th>
                  );
                })}
              </Table.Tr>
            ))}
          </Table.Thead>
          <Table.Tbody>
            {shown.map((row) => (
              <Table.Tr key={row.id}>
                {row.getVisibleCells().map((cell) => (
                  // Rendered here, not by the table: it would take a new function for a new component and close menus that are open.
                  <Table.Td key={cell.id}>{columns.find(({ id }) => id === cell.column.id)?.render(row.original)}</Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Group justify="flex-end" px="sm" py={6} className={classes.foot}>
        <Box mx="auto">
          <Pager page={page} pages={pages} onPage={setPage} />
        </Box>
        <Menu closeOnItemClick={false} position="top-end">
          <Menu.Target>
            <Tooltip label={t('table.columns')}>
              <ActionIcon variant="subtle" color="gray" aria-label={t('table.columns')}>
                <IconColumns3 size={18} aria-hidden />
              </ActionIcon>
            </Tooltip>
          </Menu.Target>
          <Menu.Dropdown>
            {table
              .getAllLeafColumns()
              .filter((column) => column.getCanHide())
              .map((column) => (
                <Menu.Item key={column.id} onClick={() => column.toggleVisibility()} role="menuitemcheckbox" aria-checked={column.getIsVisible()}>
                  <Checkbox.Indicator checked={column.getIsVisible()} size="xs" mr={8} component="span" style={{ display: 'inline-flex', verticalAlign: 'middle' }} />
                  {String(column.columnDef.header)}
                </Menu.Item>
              ))}
          </Menu.Dropdown>
        </Menu>
      </Group>
    </div>
  );
}
