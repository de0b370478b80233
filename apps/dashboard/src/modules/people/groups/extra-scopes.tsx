import { Checkbox, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { HOUSE_SCOPES } from '../../../components/scopes.js';

interface ExtraScopesProps {
  value: readonly string[];
  /** Rights that are there anyway, by the group: shown as held and not changed here. */
  given?: readonly string[];
  onChange: (scopes: string[]) => void;
}

/** Rights in the other rooms of the house, which RomM's entities don't cover. */
export function ExtraScopes({ value, given = [], onChange }: ExtraScopesProps) {
  const { t } = useTranslation(['people', 'common']);
  return (
    <Checkbox.Group label={t('rights.extraLabel')} description={t('rights.extraHint')} value={[...new Set([...value, ...given])]} onChange={(scopes) => onChange(scopes.filter((scope) => value.includes(scope) || !given.includes(scope)))}>
      <Stack gap={8} mt="xs">
        {HOUSE_SCOPES.map((scope) => {
          const byGroup = given.includes(scope);
          return <Checkbox key={scope} value={scope} disabled={byGroup} label={t(`common:scope.${scope}`)} description={byGroup ? t('rights.byGroup') : undefined} />;
        })}
      </Stack>
    </Checkbox.Group>
  );
}
