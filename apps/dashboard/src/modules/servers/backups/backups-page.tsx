import { Button, Group, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconArchive, IconPlus, IconUpload } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, asForm } from '../../../api/client.js';
import { Pager } from '../../../components/pager.js';
import { Panel } from '../../../components/page.js';
import { Empty, QueryView } from '../../../components/states.js';
import { data, useChange } from '../api/data.js';
import { FilePick } from '../parts/file-pick.js';
import { Elsewhere } from '../parts/elsewhere.js';
import { useRights } from '../parts/rights.js';
import { useServer } from '../server/use-server.js';
import { backupsKey, backupsQuery, type Backup } from './api.js';
import { BackupRow } from './backup-row.js';
import { CreateBackupModal } from './create-backup-modal.js';
import { RestoreModal } from './restore-modal.js';
import { RestoresPanel } from './restores-panel.js';

const PAGE = 20;

/** Copies of everything that can't be made again: configuration, profile, missions, bans. */
export function BackupsPage() {
  const { t } = useTranslation('servers');
  const server = useServer();
  const rights = useRights(server.id);
  const [page, setPage] = useState(0);
  const [creating, create] = useDisclosure();
  const [restored, setRestored] = useState<Backup | null>(null);
  const query = useQuery({ ...backupsQuery(server.id, page, PAGE), placeholderData: keepPreviousData });
  const take = useChange({
    run: (file: File) => data(api.POST('/api/servers/{id}/backups/import', { params: { path: { id: server.id } }, body: asForm({ file }) as never, bodySerializer: (form: unknown) => form as FormData })),
    renews: [backupsKey(server.id)],
    done: t('backups.imported'),
  });
  const button = rights.operate && (
    <Button size="xs" leftSection={<IconPlus size={16} aria-hidden />} onClick={create.open}>
      {t('backups.create')}
    </Button>
  );
  return (
    <Stack gap="lg">
      {rights.write && <Elsewhere server={server} />}
      <Panel
        title={t('tabs.backups')}
        aside={
          <Group gap="xs">
            {rights.write && server.host_here && <FilePick size="xs" label={t('backups.import')} icon={IconUpload} accept=".gz,.tgz,application/gzip" busy={take.isPending} onPick={([file]) => file !== undefined && take.mutate(file)} />}
            {(query.data?.total ?? 0) > 0 && button}
          </Group>
        }
      >
        <QueryView
          query={query}
          isEmpty={({ total }) => total === 0}
          empty={
            <Empty icon={IconArchive} title={t('backups.empty')} action={button}>
              {t('backups.emptyText')}
            </Empty>
          }
        >
          {({ items, total }) => (
            <Stack gap={0}>
              {items.map((backup) => (
                <BackupRow key={backup.id} backup={backup} onRestore={() => setRestored(backup)} />
              ))}
              <Pager page={page} pages={Math.ceil(total / PAGE)} onPage={setPage} />
            </Stack>
          )}
        </QueryView>
      </Panel>
      <RestoresPanel id={server.id} />
      <CreateBackupModal serverId={server.id} opened={creating} onClose={create.close} />
      <RestoreModal server={server} backup={restored} onClose={() => setRestored(null)} />
    </Stack>
  );
}
