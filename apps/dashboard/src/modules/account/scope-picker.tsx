import { Button, Checkbox, Group, SimpleGrid } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { HOUSE_SCOPES, LIBRARY_SCOPES } from '../../components/scopes.js';

const ALL = [...LIBRARY_SCOPES, ...HOUSE_SCOPES];

interface ScopePickerProps {
  label: string;
  offered: ReadonlySet<string>;
  value: string[];
  error: ReactNode;
  onChange: (scopes: string[]) => void;
}

/** Rights to hand on; only those in `offered` can be. */
export function ScopePicker({ label, offered, value, error, onChange }: ScopePickerProps) {
  const { t } = useTranslation(['account', 'common']);
  const scopes = ALL.filter((scope) => offered.has(scope));
  return (
    <Checkbox.Group label={label} error={error} value={value} onChange={onChange}>
      <Group gap="xs" my={6}>
        <Button size="compact-xs" variant="default" onClick={() => onChange([...scopes])}>
          {t('scopes.all')}
        </Button>
        <Button size="compact-xs" variant="default" onClick={() => onChange(scopes.filter((scope) => scope.endsWith('.read')))}>
          {t('scopes.read')}
        </Button>
      </Group>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing={6}>
        {scopes.map((scope) => (
          <Checkbox key={scope} size="sm" value={scope} label={t(`common:scope.${scope}`)} />
        ))}
      </SimpleGrid>
    </Checkbox.Group>
  );
}
