import { NativeSelect, Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Grant } from '../../../api/types.js';
import { ACTIONS, ENTITIES, reachOf } from '../groups/grants.js';
import { choiceOf, CHOICES, withChoice, type Choice, type Override } from './overrides.js';

interface OverrideMatrixProps {
  /** What the group gives; named in the first choice, so that nobody has to look it up. */
  group: readonly Grant[];
  value: readonly Override[];
  onChange: (overrides: Override[]) => void;
}

/** Like the rights of a group, with "as the group" as first choice. */
export function OverrideMatrix({ group, value, onChange }: OverrideMatrixProps) {
  const { t } = useTranslation('people');
  return (
    <Table.ScrollContainer minWidth={520} scrollAreaProps={{ viewportProps: { tabIndex: 0, 'aria-label': t('overrides.title'), role: 'region' } }}>
      <Table aria-label={t('overrides.title')} verticalSpacing={4}>
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
              {ACTIONS.map((action) => {
                const chosen = choiceOf(value, entity, action);
                const label = (choice: Choice) => (choice === 'group' ? t('overrides.asGroup', { reach: t(`reach.${reachOf(group, entity, action)}`) }) : t(`reach.${choice}`));
                return (
                  <Table.Td key={action}>
                    <NativeSelect
                      size="xs"
                      aria-label={t('rights.cell', { thing: t(`entity.${entity}`), action: t(`rights.${action}`) })}
                      data={CHOICES.map((choice) => ({ value: choice, label: label(choice) }))}
                      value={chosen}
                      styles={chosen === 'group' ? {} : { input: { fontWeight: 600, borderColor: 'var(--mantine-color-anchor)' } }}
                      onChange={(event) => onChange(withChoice(value, entity, action, event.currentTarget.value as Choice))}
                    />
                  </Table.Td>
                );
              })}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
