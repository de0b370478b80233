import { Badge } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { DataTable, type Column } from '../../../components/data-table.js';
import { When } from '../../../components/when.js';
import { useFormat } from '../../../i18n/format.js';
import type { Scan } from './scan-api.js';

const COLORS: Readonly<Record<Scan['status'], string>> = { queued: 'gray', running: 'blue', completed: 'felt', failed: 'red', stopped: 'amber' };

/** The last scans and what they brought. */
export function ScanHistory({ scans }: { scans: Scan[] }) {
  const { t } = useTranslation('library');
  const format = useFormat();
  const columns = useMemo(
    (): Column<Scan>[] => [
      { id: 'when', header: t('history.when'), value: (scan) => scan.created_at, fixed: true, render: (scan) => <When at={scan.created_at} relative /> },
      { id: 'type', header: t('scan.type'), value: (scan) => scan.type, render: (scan) => t(`scanType.${scan.type}.name`) },
      { id: 'trigger', header: t('history.by'), render: (scan) => t(`trigger.${scan.trigger}`) },
      { id: 'added', header: t('scan.added'), value: (scan) => scan.stats.new_roms, render: (scan) => format.number(scan.stats.new_roms) },
      { id: 'failures', header: t('failures.title'), value: (scan) => scan.failure_count, render: (scan) => format.number(scan.failure_count) },
      {
        id: 'status',
        header: t('history.status'),
        value: (scan) => scan.status,
        render: (scan) => (
          <Badge variant="light" tt="none" miw="max-content" color={COLORS[scan.status]}>
            {t(`scanStatus.${scan.status}`)}
          </Badge>
        ),
      },
    ],
    [t, format],
  );
  if (scans.length === 0) return null;
  return <DataTable rows={scans} columns={columns} rowId={(scan) => String(scan.id)} label={t('history.title')} minWidth={620} />;
}
