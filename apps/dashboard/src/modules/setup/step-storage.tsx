import { Button, Group, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ListSkeleton, QueryView } from '../../components/states.js';
import { CheckRow, readinessQuery } from '../system/checks.js';
import { Step } from './step.js';

/** Asks each thing the server depends on; nothing here blocks the way, but a fault is better known now. */
export function StorageStep({ onNext }: { onNext: () => void }) {
  const { t } = useTranslation('setup');
  const checks = useQuery(readinessQuery);
  return (
    <Step title={t('storage.title')} text={t('storage.text')}>
      <QueryView query={checks} skeleton={<ListSkeleton rows={3} />}>
        {(data) => (
          <Stack gap={0}>
            {Object.entries(data.checks).map(([name, check]) => (
              <CheckRow key={name} name={name} check={check} />
            ))}
          </Stack>
        )}
      </QueryView>
      <Group grow>
        <Button size="md" variant="default" onClick={() => void checks.refetch()} loading={checks.isFetching}>
          {t('storage.again')}
        </Button>
        <Button size="md" onClick={onNext}>
          {t('continue')}
        </Button>
      </Group>
    </Step>
  );
}
