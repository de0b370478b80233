import { Box, CloseButton, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { fileUrl, type MusicFile } from '../api.js';

/** The browser's own player at the foot of the page, for a listen before a file is taken or removed. */
export function PlayerBar({ file, onClose }: { file: MusicFile; onClose: () => void }) {
  const { t } = useTranslation('music');
  return (
    <Box className="panel" p="sm" pos="sticky" bottom={8} style={{ zIndex: 5, boxShadow: 'var(--mantine-shadow-md)' }} component="section" aria-label={t('files.player')}>
      <Group gap="md" wrap="nowrap">
        <Box miw={0} flex={1}>
          <Text fw={600} size="sm" truncate translate="no">
            {file.fileName}
          </Text>
          <Text size="xs" c="dimmed" truncate translate="no">
            {file.artist}
          </Text>
          {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- music, not speech */}
          <audio key={file.path} src={fileUrl(file.path, true)} controls autoPlay style={{ width: '100%', marginTop: 6 }} aria-label={t('files.player')} />
        </Box>
        <CloseButton onClick={onClose} aria-label={t('files.stop')} />
      </Group>
    </Box>
  );
}
