import { Checkbox, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { HOUSE_SCOPES } from '../../../components/scopes.js';

/** Rights in the other rooms of the house, which RomM's entities don't cover. */
export function ExtraScopes({ value, onChange, disabled = false }: { value: readonly string[]; onChange: (scopes: string[]) => void; disabled?: boolean }) {
  const { t } = useTranslation(['people', 'common']);
  return (
    <Checkbox.Group label={t('rights.extra')} description={t('rights.extraHint')} value={[...value]} onChange={onChange}>
      <Stack gap={8} mt="xs">
        {HOUSE_SCOPES.map((scope) => (
          <Checkbox key={scope} value={scope} disabled={disabled} label={t(`common:scope.${scope}`)} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
