import { Progress, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../components/page.js';
import { useFormat } from '../../../i18n/format.js';
import type { Space } from '../api.js';
import { Fact } from '../parts/facts.js';
import { STORAGES } from '../search-params.js';

/** What the proxy has on disk, the quota of cached plays, and what the disk has left. */
export function SpacePanel({ space }: { space: Space }) {
  const { t } = useTranslation('music');
  const format = useFormat();
  const { storage, cacheQuotaBytes: quota, disk, partial, pictures } = space;
  return (
    <Panel title={t('space.title')}>
      {STORAGES.map((name) => (
        <Fact key={name} name={t(`storage.${name}`)}>
          {t('space.filesAndSize', { count: storage[name].count, size: format.bytes(storage[name].bytes) })}
        </Fact>
      ))}
      {quota > 0 && (
        <>
          <Progress mt="sm" value={Math.min(100, (storage.cache.bytes / quota) * 100)} color={storage.cache.bytes > quota * 0.9 ? 'amber' : 'felt'} aria-label={t('space.quota')} />
          <Text size="xs" c="dimmed" mt={4}>
            {t('space.quotaOf', { used: format.bytes(storage.cache.bytes), quota: format.bytes(quota) })}
          </Text>
        </>
      )}
      {partial.count > 0 && <Fact name={t('space.partial')}>{t('space.filesAndSize', { count: partial.count, size: format.bytes(partial.bytes) })}</Fact>}
      <Fact name={t('space.pictures')}>{t('space.filesAndSize', { count: pictures.count, size: format.bytes(pictures.bytes) })}</Fact>
      {disk !== null && <Fact name={t('space.free')}>{t('space.freeOf', { free: format.bytes(disk.freeBytes), total: format.bytes(disk.totalBytes) })}</Fact>}
    </Panel>
  );
}
