import { Group, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconArrowsShuffle, IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Pager } from '../../../components/pager.js';
import { Empty, QueryView } from '../../../components/states.js';
import { useFormat } from '../../../i18n/format.js';
import { matchCountsQuery, matchesQuery } from '../api.js';
import { MusicPage } from '../parts/music-page.js';
import { MATCH_STATES } from '../search-params.js';
import { MatchCard } from './match-card.js';

/** Which song of one source is which of another: what was decided, and what waits for a person. */
export function MatchesPage() {
  const { t } = useTranslation('music');
  const format = useFormat();
  const navigate = useNavigate();
  const { state = 'review', q = '', page = 1 } = useSearch({ from: '/app/music-proxy/matches' });
  const [typed, setTyped] = useState(q);
  const counts = useQuery(matchCountsQuery).data;
  const query = useQuery({ ...matchesQuery(state, q, page), placeholderData: keepPreviousData });
  const search = useDebouncedCallback((text: string) => void navigate({ to: '/music-proxy/matches', search: { state, ...(text === '' ? {} : { q: text }) }, replace: true }), 250);
  return (
    <MusicPage tab="matches">
      <Group gap="md">
        <div style={{ overflowX: 'auto' }}>
          <SegmentedControl
            aria-label={t('matches.filter')}
            value={state}
            onChange={(value) => void navigate({ to: '/music-proxy/matches', search: { state: value, ...(q === '' ? {} : { q }) } })}
            data={MATCH_STATES.map((name) => ({ value: name, label: counts === undefined ? t(`matches.state.${name}`) : t('matches.stateCount', { state: t(`matches.state.${name}`), count: format.number(counts[name]) }) }))}
          />
        </div>
        <TextInput
          type="search"
          flex="1 1 220px"
          maw={420}
          aria-label={t('matches.search')}
          placeholder={t('matches.search')}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            search(event.currentTarget.value.trim());
          }}
        />
      </Group>
      <QueryView
        query={query}
        isEmpty={(data) => data.mappings.length === 0}
        empty={
          <Empty icon={IconArrowsShuffle} title={t(q === '' ? `matches.empty.${state}` : 'matches.emptySearch')}>
            {t('matches.emptyText')}
          </Empty>
        }
      >
        {(data) => (
          <Stack>
            {data.mappings.map((match) => (
              <MatchCard key={match.id} match={match} />
            ))}
            <Pager page={page - 1} pages={data.pagination.totalPages} onPage={(next) => void navigate({ to: '/music-proxy/matches', search: { state, ...(q === '' ? {} : { q }), page: next + 1 } })} />
          </Stack>
        )}
      </QueryView>
    </MusicPage>
  );
}
