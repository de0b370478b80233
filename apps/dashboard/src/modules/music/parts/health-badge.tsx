import { Badge } from '@mantine/core';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

/** Whether a server answers, in a word, a sign and a colour. */
export function HealthBadge({ ok }: { ok: boolean }) {
  const { t } = useTranslation('music');
  const Glyph = ok ? IconCheck : IconAlertTriangle;
  return (
    <Badge variant="light" tt="none" color={ok ? 'felt' : 'red'} leftSection={<Glyph size={14} aria-hidden />} style={{ flex: 'none' }}>
      {t(ok ? 'health.ok' : 'health.bad')}
    </Badge>
  );
}
