import { Badge, Group, Text, Tooltip } from '@mantine/core';
import { IconAlertTriangle, IconKey } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/format.js';
import { modName, type Mod } from './api.js';

/** Name, version, size, and what may keep players out. */
export function ModFacts({ mod }: { mod: Mod }) {
  const { t } = useTranslation('servers');
  const format = useFormat();
  const signed = mod.keys.length > 0 && mod.signed !== 'none';
  return (
    <div style={{ minWidth: 0, flex: '1 1 220px' }}>
      <Group gap={8}>
        <Text fw={600} translate="no" style={{ overflowWrap: 'anywhere' }}>
          {modName(mod)}
        </Text>
        {mod.status !== 'ok' && (
          <Badge color="red" variant="light" size="sm" tt="none">
            {t(`modStatus.${mod.status}`)}
          </Badge>
        )}
        {!mod.lower_case_ok && (
          <Tooltip label={t('mods.upperHint')}>
            <Badge color="amber" variant="light" size="sm" tt="none" leftSection={<IconAlertTriangle size={11} aria-hidden />}>
              {t('mods.upper')}
            </Badge>
          </Tooltip>
        )}
      </Group>
      <Group gap={10}>
        <Text size="xs" c="dimmed">
          <span className="mono" translate="no">
            {mod.folder_name}
          </span>
          {mod.version !== null && (
            <span translate="no">
              {' · '}
              {mod.version}
            </span>
          )}
          {` · ${format.bytes(mod.size_bytes)}`}
        </Text>
        <Text size="xs" c={signed ? 'dimmed' : 'var(--mantine-color-error)'}>
          <IconKey size={12} aria-hidden style={{ verticalAlign: '-2px' }} /> {t(`signed.${mod.keys.length === 0 ? 'noKey' : mod.signed}`)}
        </Text>
      </Group>
    </div>
  );
}
