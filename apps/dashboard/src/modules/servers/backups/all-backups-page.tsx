import { Group, Select, Stack, Text } from '@mantine/core';
import { IconArchive } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Pager } from '../../../components/pager.js';
import { Panel } from '../../../components/page.js';
import { Empty, QueryView } from '../../../components/states.js';
import { useFormat } from '../../../i18n/format.js';
import { serversQuery } from '../api/queries.js';
import { HousePage } from '../house/house-page.js';
import { BACKUP_KINDS, type BackupsSearch } from '../house/search.js';
import { ServerFilter } from '../house/server-select.js';
import { allBackupsQuery, type Backup } from './api.js';
import { BackupRow } from './backup-row.js';
import { RestoreModal } from './restore-modal.js';

const PAGE = 20;
const route = getRouteApi('/app/servers/backups');

/** The backups of all servers, those of deleted ones too, and what they take. */
export function AllBackupsPage() {
  const { t } = useTranslation('servers');
  const format = useFormat();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [page, setPage] = useState(0);
  const [restored, setRestored] = useState<Backup | null>(null);
  const servers = useQuery(serversQuery).data ?? [];
  const query = useQuery({ ...allBackupsQuery(search, page, PAGE), placeholderData: keepPreviousData });
  const target = servers.find(({ id }) => id === restored?.server_id);
  const go = (next: BackupsSearch) => {
    setPage(0);
    void navigate({ search: next, replace: true });
  };
  const { server, kind } = search;
  const filtered = Object.keys(search).length > 0;
  return (
    <HousePage tab="backups" title={t('tabs.backups')} lead={t('house.backupsLead')}>
      <Stack gap="md">
        <Group gap="sm" role="search">
          <ServerFilter value={server} onChange={(id) => go({ ...(kind === undefined ? {} : { kind }), ...(id === undefined ? {} : { server: id }) })} />
          <Select
            aria-label={t('house.backupKind')}
            placeholder={t('house.anyKind')}
            clearable
            clearButtonProps={{ 'aria-label': t('house.anyKind') }}
            w={200}
            data={BACKUP_KINDS.map((value) => ({ value, label: t(`backupKind.${value}`) }))}
            value={kind ?? null}
            onChange={(value) => go({ ...(server === undefined ? {} : { server }), ...(value === null ? {} : { kind: value }) })}
          />
        </Group>
        <QueryView
          query={query}
          isEmpty={({ total }) => total === 0}
          empty={
            <Empty icon={IconArchive} title={t(filtered ? 'house.noBackups' : 'backups.empty')}>
              {filtered ? undefined : t('backups.emptyText')}
            </Empty>
          }
        >
          {({ items, total, total_bytes: bytes }) => (
            <Panel>
              <Text size="sm" c="dimmed" role="status">
                {t('house.backupSum', { count: total, size: format.bytes(bytes) })}
              </Text>
              {items.map((backup) => (
                <BackupRow key={backup.id} withServer backup={backup} onRestore={backup.server_id === null ? undefined : () => setRestored(backup)} />
              ))}
              <Pager page={page} pages={Math.ceil(total / PAGE)} onPage={setPage} />
            </Panel>
          )}
        </QueryView>
      </Stack>
      {target !== undefined && <RestoreModal server={target} backup={restored} onClose={() => setRestored(null)} />}
    </HousePage>
  );
}
