import { Button, Modal, Select, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../../api/client.js';
import { Problem } from '../../../components/states.js';
import { useFormat } from '../../../i18n/format.js';
import { notifyDone } from '../../../shell/notify.js';
import { ARCADE, seriesQuery } from '../api.js';
import type { Peer } from './api.js';

/** Takes the song table of a version over from another network. */
export function SongsFromPeer({ peer, onClose }: { peer: Peer | null; onClose: () => void }) {
  const { t } = useTranslation(['arcade', 'common']);
  const format = useFormat();
  const client = useQueryClient();
  const { data: all } = useQuery(seriesQuery);
  const music = (all ?? []).filter((one) => one.charts !== null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [version, setVersion] = useState<string | null>(null);
  const series = music.find((one) => one.series === chosen) ?? music[0];
  const versions = series?.versions.toReversed() ?? [];
  const wanted = versions.find((one) => String(one.version) === version) ?? versions[0];
  const take = useMutation({
    mutationFn: () => body(api.POST('/api/arcade/federation/servers/{id}/songs', { params: { path: { id: peer?.id ?? 0 } }, body: { series: series?.series ?? '', version: wanted?.version ?? 0 } })),
    onSuccess: async ({ songs }) => {
      onClose();
      notifyDone(t('peers.songsTaken', { count: songs, formatted: format.number(songs) }));
      await client.invalidateQueries({ queryKey: ARCADE });
    },
  });
  return (
    <Modal opened={peer !== null} onClose={onClose} title={t('peers.songsTitle')} closeButtonProps={{ 'aria-label': t('common:action.close') }}>
      <Stack>
        <Text size="sm" c="dimmed">
          {t('peers.songsText')}
        </Text>
        {take.isError && <Problem error={take.error} compact />}
        <Select label={t('settings.series')} allowDeselect={false} data={music.map((one) => ({ value: one.series, label: one.title }))} value={series?.series ?? null} onChange={setChosen} translate="no" />
        <Select label={t('series.version')} allowDeselect={false} data={versions.map((one) => ({ value: String(one.version), label: one.name }))} value={wanted === undefined ? null : String(wanted.version)} onChange={setVersion} translate="no" />
        <Button loading={take.isPending} disabled={wanted === undefined} onClick={() => take.mutate()}>
          {t('peers.songsSubmit')}
        </Button>
      </Stack>
    </Modal>
  );
}
