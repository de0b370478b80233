import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Grant } from '../../../api/types.js';
import { reachOf, type Action, type Entity } from '../groups/grants.js';
import { RightsTable } from '../groups/rights-table.js';
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
  const choices = (entity: Entity, action: Action) =>
    CHOICES.map((choice) => ({ value: choice, label: choice === 'group' ? t('overrides.asGroup', { reach: t(`reach.${reachOf(group, entity, action)}`) }) : t(`reach.${choice}`) }));
  return (
    <RightsTable
      label={t('overrides.title')}
      minWidth={520}
      renderCell={(entity, action, name) => {
        const chosen = choiceOf(value, entity, action);
        return (
          <NativeSelect
            size="xs"
            aria-label={name}
            data={choices(entity, action)}
            value={chosen}
            styles={chosen === 'group' ? {} : { input: { fontWeight: 600, borderColor: 'var(--mantine-color-anchor)' } }}
            onChange={(event) => onChange(withChoice(value, entity, action, event.currentTarget.value as Choice))}
          />
        );
      }}
    />
  );
}
