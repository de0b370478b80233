import { NativeSelect, Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Grant } from '../../../api/types.js';
import { ACTIONS, ENTITIES, reachOf, withReach, type Reach } from './grants.js';

const REACHES = ['none', 'own', 'all'] as const;

/** A row for each kind of thing, a column for each thing to do with it. */
export function GrantMatrix({ grants, onChange }: { grants: readonly Grant[]; onChange: (grants: Grant[]) => void }) {
  const { t } = useTranslation('people');
  return (
    <Table.ScrollContainer minWidth={440} scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': t('rights.title'), role: 'region' } }}>
      <Table aria-label={t('rights.title')} verticalSpacing={4}>
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
                <Table.Td key={action}>
                  <NativeSelect
                    size="xs"
                    aria-label={t('rights.cell', { thing: t(`entity.${entity}`), action: t(`rights.${action}`) })}
                    data={REACHES.map((reach) => ({ value: reach, label: t(`reach.${reach}`) }))}
                    value={reachOf(grants, entity, action)}
                    onChange={(event) => onChange(withReach(grants, entity, action, event.currentTarget.value as Reach))}
                  />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
