import { Button, Group, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ListSkeleton, Problem } from '../../../components/states.js';
import { serverKey } from '../api/data.js';
import { Dialog } from './dialog.js';
import { dryRun } from './lifecycle.js';
import { ProblemList } from './problem-list.js';

/** A start that was refused: everything that stands in the way, not only the first of it. */
export function BlockedModal({ id, error, onClose }: { id: number; error: unknown; onClose: () => void }) {
  const { t } = useTranslation(['servers', 'common']);
  return (
    <Dialog opened={error !== null} onClose={onClose} size="lg" title={t('blocked.title')}>
      {error !== null && <Reasons id={id} error={error} />}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          {t('common:action.close')}
        </Button>
      </Group>
    </Dialog>
  );
}

function Reasons({ id, error }: { id: number; error: unknown }) {
  const report = useQuery({ queryKey: serverKey(id, 'dry-run'), queryFn: () => dryRun(id), staleTime: 0, gcTime: 0, retry: false });
  if (report.isPending) return <ListSkeleton rows={2} />;
  const problems = report.data?.problems ?? [];
  return <Stack>{problems.some(({ severity }) => severity === 'error') ? <ProblemList problems={problems} /> : <Problem error={error} compact />}</Stack>;
}
