import { Badge, Group, Text } from '@mantine/core';
import { IconCircleCheckFilled, IconCircleXFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format.js';
import type { Storage } from './api.js';

type Folder = Storage['folders'][number];

/** A folder with its path, free space and what is wrong with it, if anything. */
export function FolderRow({ folder }: { folder: Folder }) {
  const { t } = useTranslation('system');
  const format = useFormat();
  const fine = folder.problem === null;
  return (
    <Group gap="sm" py="sm" wrap="nowrap" align="flex-start" style={{ borderBottom: '1px solid var(--rumpus-border)' }}>
      {fine ? <IconCircleCheckFilled size={22} color="var(--mantine-color-felt-6)" aria-hidden /> : <IconCircleXFilled size={22} color="var(--mantine-color-red-6)" aria-hidden />}
      <div style={{ flex: 1, minWidth: 0 }}>
        <Text fw={600}>{t(`folder.${folder.name}`)}</Text>
        <span className="mono" translate="no">
          {folder.path}
        </span>
        {folder.problem !== null && (
          <Text size="sm" c="red" translate="no">
            {folder.problem}
          </Text>
        )}
        {folder.case_sensitive === false && (
          <Text size="sm" c="dimmed">
            {t('folder.caseHint')}
          </Text>
        )}
      </div>
      <Badge color={fine ? 'felt' : 'red'} variant="light" tt="none">
        {fine && folder.free_bytes !== null ? t('folder.free', { size: format.bytes(folder.free_bytes) }) : t(fine ? 'check.up' : 'check.down')}
      </Badge>
    </Group>
  );
}
