import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Grant } from '../../../api/types.js';
import { reachOf, withReach, type Reach } from './grants.js';
import { RightsTable } from './rights-table.js';

const REACHES = ['none', 'own', 'all'] as const;

/** The rights of a group. */
export function GrantMatrix({ grants, onChange }: { grants: readonly Grant[]; onChange: (grants: Grant[]) => void }) {
  const { t } = useTranslation('people');
  const data = REACHES.map((reach) => ({ value: reach, label: t(`reach.${reach}`) }));
  return (
    <RightsTable
      label={t('rights.title')}
      minWidth={440}
      renderCell={(entity, action, name) => (
        <NativeSelect size="xs" aria-label={name} data={data} value={reachOf(grants, entity, action)} onChange={(event) => onChange(withReach(grants, entity, action, event.currentTarget.value as Reach))} />
      )}
    />
  );
}
