import { Badge, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../components/page.js';
import { Empty, QueryView } from '../../../components/states.js';
import { useFormat } from '../../../i18n/format.js';
import { searchQuery, type Found } from '../api.js';
import { MusicPage } from '../parts/music-page.js';
import { SourceBadge } from '../parts/source.js';
import { SourceTimes } from './source-times.js';

/** Searches as a player would and tells where each row is from, and why some are not shown. */
export function SearchPage() {
  const { t } = useTranslation('music');
  const navigate = useNavigate();
  const { q = '' } = useSearch({ from: '/app/music-proxy/search' });
  const [typed, setTyped] = useState(q);
  const query = useQuery(searchQuery(q));
  return (
    <MusicPage tab="search">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const text = typed.trim();
          if (text === q && text !== '') void query.refetch();
          else void navigate({ to: '/music-proxy/search', search: text === '' ? {} : { q: text } });
        }}
      >
        <Group gap="sm" align="flex-end">
          <TextInput type="search" flex="1 1 240px" maw={520} label={t('search.words')} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} leftSection={<IconSearch size={16} aria-hidden />} />
          <Button type="submit" loading={query.isFetching}>
            {t('search.go')}
          </Button>
        </Group>
      </form>
      {q === '' ? (
        <Empty icon={IconSearch} title={t('search.start')}>
          {t('search.startText')}
        </Empty>
      ) : (
        <QueryView query={query}>{(found) => <Results found={found} />}</QueryView>
      )}
    </MusicPage>
  );
}

interface Row {
  id: string;
  title: string;
  detail: string;
  source: string;
  shown: boolean;
  sameAs?: string | undefined;
}

function Results({ found }: { found: Found }) {
  const { t } = useTranslation('music');
  const format = useFormat();
  const line = (...parts: (string | undefined)[]) => parts.filter((part) => part !== undefined && part !== '').join(' · ');
  const songs = found.songs.map((song): Row => ({ ...song, detail: line(song.artist, song.album, song.duration === undefined ? undefined : format.duration(song.duration), song.isrc) }));
  const albums = found.albums.map((album): Row => ({ ...album, detail: line(album.artist, album.year === undefined ? undefined : String(album.year)) }));
  const artists = found.artists.map((artist): Row => ({ ...artist, title: artist.name, detail: '' }));
  const playlists = found.playlists.map((list): Row => ({ ...list, title: list.name, detail: line(list.curator, list.songCount === undefined ? undefined : t('search.songCount', { count: list.songCount })) }));
  const groups = [['songs', songs], ['albums', albums], ['artists', artists], ['playlists', playlists]] as const;
  const any = groups.some(([, rows]) => rows.length > 0);
  return (
    <Stack gap="lg">
      <SourceTimes found={found} />
      {!any && (
        <Empty icon={IconSearch} title={t('search.nothing')}>
          {t('search.nothingText')}
        </Empty>
      )}
      {groups.map(([name, rows]) => rows.length > 0 && <Rows key={name} title={t(`search.group.${name}`)} rows={rows} />)}
    </Stack>
  );
}

function Rows({ title, rows }: { title: string; rows: readonly Row[] }) {
  const { t } = useTranslation('music');
  const hidden = rows.filter(({ shown }) => !shown).length;
  return (
    <Panel title={title} aside={hidden > 0 && <Text size="sm" c="dimmed">{t('search.hidden', { count: hidden })}</Text>}>
      {rows.map((row) => (
        <Group key={`${row.source} ${row.id}`} gap="sm" py="xs" wrap="nowrap" align="flex-start" style={{ borderBottom: '1px solid var(--rumpus-border)' }}>
          <div style={{ flex: 1, minWidth: 0 }}>
            <Text size="sm" fw={600} {...(row.shown ? {} : { td: 'line-through', c: 'dimmed' })} translate="no" style={{ overflowWrap: 'anywhere' }}>
              {row.title}
            </Text>
            <Text size="xs" c="dimmed" translate="no" style={{ overflowWrap: 'anywhere' }}>
              {row.detail}
            </Text>
            {!row.shown && (
              <Text size="xs" c="dimmed">
                {row.sameAs === undefined ? t('search.notShown') : t('search.sameAs')}
                {row.sameAs !== undefined && (
                  <span className="mono" translate="no">
                    {' '}
                    {row.sameAs}
                  </span>
                )}
              </Text>
            )}
          </div>
          {!row.shown && (
            <Badge color="gray" variant="light" tt="none" style={{ flex: 'none' }}>
              {t('search.double')}
            </Badge>
          )}
          <SourceBadge source={row.source} />
        </Group>
      ))}
    </Panel>
  );
}
