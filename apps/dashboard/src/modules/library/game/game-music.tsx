import { Box, Group, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { IconPlayerPlayFilled, IconVolume } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DetailedRom, RomFile } from '../../../api/types.js';
import { Panel } from '../../../components/page.js';
import { useFormat } from '../../../i18n/format.js';
import { resourceUrl, trackUrl } from '../api.js';
import classes from './game.module.css';

/** The order of a record: disc, track, name. What has no number comes last. */
const inOrder = (a: RomFile, b: RomFile): number =>
  (a.track_meta?.disc ?? 1) - (b.track_meta?.disc ?? 1) || (a.track_meta?.track ?? Infinity) - (b.track_meta?.track ?? Infinity) || a.file_name.localeCompare(b.file_name) || a.id - b.id;

const nameOf = (file: RomFile): string => file.track_meta?.title ?? file.file_name;

/** The game's music with what its files say of themselves. One track plays at a time, and the next one after it. */
export function GameMusic({ rom }: { rom: DetailedRom }) {
  const { t } = useTranslation('library');
  const format = useFormat();
  const [playing, setPlaying] = useState<number>();
  const tracks = rom.files.filter((file) => file.category === 'soundtrack').toSorted(inOrder);
  if (tracks.length === 0) return null;
  const current = tracks.findIndex((file) => file.id === playing);
  const track = tracks[current];
  const seconds = tracks.reduce((sum, file) => sum + (file.track_meta?.duration_seconds ?? 0), 0);
  return (
    <Panel title={t('music.title')} padded={false} aside={<Text size="sm" c="dimmed">{t('music.total', { count: tracks.length, length: format.duration(seconds) })}</Text>}>
      <ul className={classes.plain}>
        {tracks.map((file) => (
          <li key={file.id} className={classes.file}>
            <UnstyledButton className={classes.fileHead} w="100%" onClick={() => setPlaying(file.id)} aria-current={file.id === playing || undefined}>
              <VisuallyHidden>{t('music.play')} </VisuallyHidden>
              {file.id === playing ? <IconVolume size={20} aria-hidden /> : <IconPlayerPlayFilled size={16} aria-hidden />}
              <Box miw={0} flex={1}>
                <Text size="sm" fw={550} translate="no" style={{ overflowWrap: 'anywhere' }}>
                  {nameOf(file)}
                </Text>
                <Text size="xs" c="dimmed" translate="no" style={{ overflowWrap: 'anywhere' }}>
                  {[file.track_meta?.artist, file.track_meta?.album].filter(Boolean).join(' · ')}
                </Text>
              </Box>
              <Text size="sm" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
                {file.track_meta?.duration_seconds == null ? format.bytes(file.file_size_bytes) : format.duration(file.track_meta.duration_seconds)}
              </Text>
            </UnstyledButton>
          </li>
        ))}
      </ul>
      {track !== undefined && (
        <Group p="md" gap="md" wrap="nowrap">
          {track.track_meta?.cover_path != null && <img src={resourceUrl(track.track_meta.cover_path, track.updated_at)} alt="" width={64} height={64} className={classes.trackCover} />}
          <Box flex={1} miw={0}>
            <Text size="sm" fw={600} translate="no" truncate>
              {nameOf(track)}
            </Text>
            {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- music, not speech */}
            <audio key={track.id} src={trackUrl(track)} controls autoPlay style={{ width: '100%', marginTop: 6 }} aria-label={t('music.player')} onEnded={() => setPlaying(tracks[current + 1]?.id)} />
          </Box>
        </Group>
      )}
    </Panel>
  );
}
