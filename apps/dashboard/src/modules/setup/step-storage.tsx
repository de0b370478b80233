import { Button, SimpleGrid, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ListSkeleton, QueryView } from '../../components/states.js';
import { storageQuery } from '../system/api.js';
import { CheckRow } from '../system/checks.js';
import { FolderRow } from '../system/folder-row.js';
import { Step } from './step.js';

/** Database, Redis and folders; nothing here blocks the way, but a fault is better known now. */
export function StorageStep({ onNext }: { onNext: () => void }) {
  const { t } = useTranslation('setup');
  const checks = useQuery(storageQuery);
  return (
    <Step title={t('storage.title')} text={t('storage.text')}>
      <QueryView query={checks} skeleton={<ListSkeleton rows={4} />}>
        {(data) => (
          <Stack gap={0}>
            <CheckRow name="database" check={{ status: data.database.status }} />
            {data.redis !== 'unused' && <CheckRow name="redis" check={{ status: data.redis }} />}
            {data.folders.map((folder) => (
              <FolderRow key={folder.name} folder={folder} />
            ))}
          </Stack>
        )}
      </QueryView>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        <Button size="md" variant="default" onClick={() => void checks.refetch()} loading={checks.isFetching}>
          {t('storage.again')}
        </Button>
        <Button size="md" onClick={onNext}>
          {t('continue')}
        </Button>
      </SimpleGrid>
    </Step>
  );
}
