import { Badge, Box, Group, Progress, Stack, Text } from '@mantine/core';
import { IconHeadphones } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../components/page.js';
import { Empty } from '../../../components/states.js';
import { useNow } from '../../../components/use-now.js';
import { useFormat } from '../../../i18n/format.js';
import type { NowPlaying } from '../api.js';
import { useSourceName } from '../parts/source.js';

/** Who listens to what; `at` is when the list was made, epoch milliseconds. */
export function NowPlayingPanel({ playing, at }: { playing: readonly NowPlaying[]; at: number }) {
  const { t } = useTranslation('music');
  const now = useNow(playing.length > 0);
  return (
    <Panel title={t('playing.title')}>
      {playing.length === 0 ? (
        <Empty icon={IconHeadphones} title={t('playing.empty')}>
          {t('playing.emptyText')}
        </Empty>
      ) : (
        <Stack gap="md">
          {playing.map((one) => (
            <Line key={`${one.user} ${one.client} ${one.id} ${one.startedAt}`} playing={one} later={Math.max(0, now - at) / 1000} />
          ))}
        </Stack>
      )}
    </Panel>
  );
}

function Line({ playing, later }: { playing: NowPlaying; later: number }) {
  const { t } = useTranslation('music');
  const format = useFormat();
  const sourceName = useSourceName();
  const { title, artist, duration, purpose, source, user, client, id } = playing;
  const heard = duration === null ? playing.seconds + later : Math.min(duration, playing.seconds + later);
  return (
    <Box>
      <Group justify="space-between" wrap="nowrap" align="flex-start" gap="md">
        <Box miw={0}>
          <Text fw={600} truncate translate="no">
            {title ?? id}
          </Text>
          <Text size="sm" c="dimmed" truncate translate="no">
            {artist}
          </Text>
        </Box>
        <Badge variant="light" tt="none" color={purpose === 'play' ? 'felt' : 'gray'} style={{ flex: 'none' }}>
          {t(`playing.purpose.${purpose}`)}
        </Badge>
      </Group>
      {purpose === 'play' && duration !== null && duration > 0 && <Progress mt={6} size="sm" value={(heard / duration) * 100} aria-label={t('playing.heardOf', { title: title ?? id })} />}
      <Text size="xs" c="dimmed" mt={4}>
        {t('playing.by', { user, client, source: sourceName(source) })}
        {duration !== null && purpose === 'play' && ` · ${format.duration(heard)} / ${format.duration(duration)}`}
      </Text>
    </Box>
  );
}
