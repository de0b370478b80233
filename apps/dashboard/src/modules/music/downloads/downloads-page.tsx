import { Button } from '@mantine/core';
import { IconDownload, IconListCheck } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../../api/client.js';
import { Empty, QueryView } from '../../../components/states.js';
import { useFallbackPolling } from '../../../live/socket.js';
import { notifyProblem } from '../../../shell/notify.js';
import { DOWNLOADS_KEY, downloadsQuery } from '../api.js';
import { useDownloadEvents } from '../parts/live.js';
import { MusicPage, useMayWrite } from '../parts/music-page.js';
import { DownloadRow } from './download-row.js';

/** What is fetched from providers now, and what ended lately. */
export function DownloadsPage() {
  const { t } = useTranslation('music');
  const client = useQueryClient();
  const mayWrite = useMayWrite();
  useDownloadEvents();
  // Events carry the progress; the list itself is fetched now and then, for what was struck off it elsewhere.
  const query = useQuery({ ...downloadsQuery, refetchInterval: useFallbackPolling(2_000) || 30_000 });
  const clear = useMutation({ mutationFn: () => body(api.DELETE('/api/admin/downloads/queue')), onSettled: () => client.invalidateQueries({ queryKey: DOWNLOADS_KEY }), onError: notifyProblem });
  const ended = query.data?.some(({ endedAt }) => endedAt !== undefined) === true;
  return (
    <MusicPage
      tab="downloads"
      actions={
        mayWrite &&
        ended && (
          <Button variant="default" leftSection={<IconListCheck size={18} aria-hidden />} loading={clear.isPending} onClick={() => clear.mutate()}>
            {t('downloads.clear')}
          </Button>
        )
      }
    >
      <QueryView
        query={query}
        isEmpty={(list) => list.length === 0}
        empty={
          <Empty icon={IconDownload} title={t('downloads.empty')}>
            {t('downloads.emptyText')}
          </Empty>
        }
      >
        {(list) => (
          <div className="panel">
            {list.map((download) => (
              <DownloadRow key={download.key} download={download} mayWrite={mayWrite} />
            ))}
          </div>
        )}
      </QueryView>
    </MusicPage>
  );
}
