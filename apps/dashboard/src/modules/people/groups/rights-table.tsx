import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ACTIONS, ENTITIES, type Action, type Entity } from './grants.js';

interface RightsTableProps {
  /** What the table is, for screen readers. */
  label: string;
  minWidth: number;
  /** The control of one right; `name` is what it is called. */
  renderCell: (entity: Entity, action: Action, name: string) => ReactNode;
}

/** A row for each kind of thing, a column for each thing to do with it. */
export function RightsTable({ label, minWidth, renderCell }: RightsTableProps) {
  const { t } = useTranslation('people');
  return (
    <Table.ScrollContainer minWidth={minWidth} scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': label, role: 'region' } }}>
      <Table aria-label={label} verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('rights.thing')}</Table.Th>
            {ACTIONS.map((action) => (
              <Table.Th key={action}>{t(`rights.${action}`)}</Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {ENTITIES.map((entity) => (
            <Table.Tr key={entity}>
              <Table.Th scope="row" fw={500}>
                {t(`entity.${entity}`)}
              </Table.Th>
              {ACTIONS.map((action) => (
                <Table.Td key={action}>{renderCell(entity, action, t('rights.cell', { thing: t(`entity.${entity}`), action: t(`rights.${action}`) }))}</Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
