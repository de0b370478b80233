import { ActionIcon, Badge, Group, Stack, Text, TextInput, Tooltip } from '@mantine/core';
import { IconDownload, IconPlayerPlay, IconSearch, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, body } from '../../../api/client.js';
import { Confirm } from '../../../components/confirm.js';
import { DataTable, type Column } from '../../../components/data-table.js';
import { When } from '../../../components/when.js';
import { useFormat } from '../../../i18n/format.js';
import { notifyDone, notifyProblem } from '../../../shell/notify.js';
import { FILES_KEY, fileUrl, type MusicFile } from '../api.js';
import { useMayWrite } from '../parts/music-page.js';
import type { StorageName } from '../search-params.js';

/** Rows shown at once; more than that is found by searching. */
const SHOWN = 500;

interface FileTableProps {
  files: MusicFile[];
  storage: StorageName;
  /** Path of the file that is being played. */
  playing: string | null;
  onPlay: (file: MusicFile) => void;
}

/** The files of one storage. */
export function FileTable({ files, storage, playing, onPlay }: FileTableProps) {
  const { t } = useTranslation('music');
  const client = useQueryClient();
  const [wanted, setWanted] = useState('');
  const [doomed, setDoomed] = useState<MusicFile | null>(null);
  const columns = useColumns(playing, onPlay, setDoomed);
  const remove = useMutation({
    mutationFn: (file: MusicFile) => body(api.DELETE('/api/admin/downloads', { params: { query: { path: file.path } } })),
    onSuccess: () => {
      notifyDone(t('files.removed'));
      setDoomed(null);
      return client.invalidateQueries({ queryKey: FILES_KEY });
    },
    onError: notifyProblem,
  });
  const found = useMemo(() => {
    const words = wanted.toLocaleLowerCase().split(/\s+/);
    return files.filter(({ artist, album, fileName }) => words.every((word) => `${artist} ${album} ${fileName}`.toLocaleLowerCase().includes(word)));
  }, [files, wanted]);
  return (
    <Stack>
      <TextInput type="search" maw={420} aria-label={t('files.search')} placeholder={t('files.search')} leftSection={<IconSearch size={16} aria-hidden />} value={wanted} onChange={(event) => setWanted(event.currentTarget.value)} />
      <DataTable rows={found.slice(0, SHOWN)} columns={columns} rowId={(file) => file.path} label={t(`storage.${storage}`)} sortBy={{ id: 'artist' }} minWidth={680} />
      {found.length > SHOWN && (
        <Text size="sm" c="dimmed">
          {t('files.more', { shown: SHOWN, count: found.length })}
        </Text>
      )}
      <Confirm opened={doomed !== null} title={t('files.remove')} confirmLabel={t('files.removeYes')} busy={remove.isPending} onClose={() => setDoomed(null)} onConfirm={() => doomed !== null && remove.mutate(doomed)}>
        {t(storage === 'kept' ? 'files.removeKept' : 'files.removeText', { name: doomed?.fileName ?? '' })}
      </Confirm>
    </Stack>
  );
}

function useColumns(playing: string | null, onPlay: (file: MusicFile) => void, onRemove: (file: MusicFile) => void): Column<MusicFile>[] {
  const { t } = useTranslation('music');
  const format = useFormat();
  const mayWrite = useMayWrite();
  return useMemo(
    (): Column<MusicFile>[] => [
      {
        id: 'file',
        header: t('files.file'),
        value: (file) => file.fileName,
        fixed: true,
        render: (file) => (
          <>
            <Text size="sm" fw={600} translate="no" style={{ overflowWrap: 'anywhere' }}>
              {file.fileName}
            </Text>
            {file.hasLyrics && (
              <Badge size="sm" variant="light" color="gray" tt="none">
                {t('files.lyrics')}
              </Badge>
            )}
          </>
        ),
      },
      { id: 'artist', header: t('files.artist'), value: (file) => file.artist, render: (file) => <span translate="no">{file.artist}</span> },
      { id: 'album', header: t('files.album'), value: (file) => file.album, render: (file) => <span translate="no">{file.album}</span> },
      { id: 'size', header: t('files.size'), value: (file) => file.size, render: (file) => format.bytes(file.size) },
      { id: 'changed', header: t('files.changed'), value: (file) => file.lastModified, render: (file) => <When at={file.lastModified} relative /> },
      {
        id: 'actions',
        header: t('files.actions'),
        fixed: true,
        render: (file) => (
          <Group gap={2} wrap="nowrap">
            <Tooltip label={t('files.play', { name: file.fileName })}>
              <ActionIcon variant={playing === file.path ? 'filled' : 'subtle'} onClick={() => onPlay(file)} aria-label={t('files.play', { name: file.fileName })}>
                <IconPlayerPlay size={18} aria-hidden />
              </ActionIcon>
            </Tooltip>
            <Tooltip label={t('files.take', { name: file.fileName })}>
              <ActionIcon variant="subtle" color="gray" component="a" href={fileUrl(file.path)} download={file.fileName} aria-label={t('files.take', { name: file.fileName })}>
                <IconDownload size={18} aria-hidden />
              </ActionIcon>
            </Tooltip>
            {mayWrite && (
              <Tooltip label={t('files.removeNamed', { name: file.fileName })}>
                <ActionIcon variant="subtle" color="red" onClick={() => onRemove(file)} aria-label={t('files.removeNamed', { name: file.fileName })}>
                  <IconTrash size={18} aria-hidden />
                </ActionIcon>
              </Tooltip>
            )}
          </Group>
        ),
      },
    ],
    [t, format, mayWrite, playing, onPlay, onRemove],
  );
}
