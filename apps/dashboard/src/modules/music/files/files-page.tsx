import { Alert, Button, Menu, SegmentedControl, Stack } from '@mantine/core';
import { IconChevronDown, IconFileMusic, IconFileZip } from '@tabler/icons-react';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../../api/client.js';
import { Empty, QueryView } from '../../../components/states.js';
import { useFormat } from '../../../i18n/format.js';
import { notifyDone, notifyProblem } from '../../../shell/notify.js';
import { archiveUrl, FILES_KEY, filesQuery, type MusicFile } from '../api.js';
import { MusicPage, useMayWrite } from '../parts/music-page.js';
import { STORAGES, type StorageName } from '../search-params.js';
import { FileTable } from './file-table.js';
import { PlayerBar } from './player-bar.js';

/** What was downloaded: listen to it, take it away, remove it. */
export function FilesPage() {
  const { t } = useTranslation('music');
  const format = useFormat();
  const navigate = useNavigate();
  const { storage = 'kept' } = useSearch({ from: '/app/music-proxy/files' });
  const [played, setPlayed] = useState<MusicFile | null>(null);
  const query = useQuery({ ...filesQuery(storage), placeholderData: keepPreviousData });
  return (
    <MusicPage tab="files" actions={<FileActions storage={storage} any={(query.data?.count ?? 0) > 0} />}>
      <div style={{ overflowX: 'auto' }}>
        <SegmentedControl
          aria-label={t('files.storage')}
          value={storage}
          onChange={(value) => void navigate({ to: '/music-proxy/files', search: { storage: value } })}
          data={STORAGES.map((name) => ({ value: name, label: t(`storage.${name}`) }))}
        />
      </div>
      <Alert variant="light" py="xs">
        {t(`storageHint.${storage}`)}
      </Alert>
      <QueryView
        query={query}
        isEmpty={(data) => data.count === 0}
        empty={
          <Empty icon={IconFileMusic} title={t('files.empty')}>
            {t(`files.emptyText.${storage}`)}
          </Empty>
        }
      >
        {(data) => (
          <Stack gap="xs">
            <FileTable files={data.files} storage={storage} playing={played?.path ?? null} onPlay={setPlayed} />
            <span>{t('files.total', { count: data.count, size: format.bytes(data.totalSize) })}</span>
          </Stack>
        )}
      </QueryView>
      {played !== null && <PlayerBar file={played} onClose={() => setPlayed(null)} />}
    </MusicPage>
  );
}

function FileActions({ storage, any }: { storage: StorageName; any: boolean }) {
  const { t } = useTranslation('music');
  const client = useQueryClient();
  const mayWrite = useMayWrite();
  const again = { onSettled: () => client.invalidateQueries({ queryKey: FILES_KEY }), onError: notifyProblem };
  const clear = useMutation({ mutationFn: () => body(api.POST('/api/admin/cache/clear')), ...again, onSuccess: ({ filesDeleted, imagesDeleted }) => notifyDone(t('files.cleared', { files: filesDeleted, pictures: imagesDeleted })) });
  const sweep = useMutation({
    mutationFn: () => body(api.POST('/api/admin/cache/sweep')),
    ...again,
    onSuccess: ({ cacheFilesDeleted, keptFilesDeleted, takenOver }) => notifyDone(t('files.swept', { cache: cacheFilesDeleted, kept: keptFilesDeleted, taken: takenOver })),
  });
  return (
    <>
      {any && (
        <Button variant="default" leftSection={<IconFileZip size={18} aria-hidden />} component="a" href={archiveUrl(storage)} download>
          {t('files.zip')}
        </Button>
      )}
      {mayWrite && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" rightSection={<IconChevronDown size={16} aria-hidden />} loading={clear.isPending || sweep.isPending}>
              {t('files.tidy')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => sweep.mutate()}>{t('files.sweep')}</Menu.Item>
            <Menu.Item onClick={() => clear.mutate()}>{t('files.clear')}</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  );
}
