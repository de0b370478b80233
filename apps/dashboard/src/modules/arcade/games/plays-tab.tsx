import { Button, Group, SegmentedControl, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { QueryView } from '../../../components/states.js';
import { useFormat } from '../../../i18n/format.js';
import { meQuery, PLAYS_SHOWN, playsQuery } from '../api.js';
import { NoScores } from './score-browser.js';
import { ScoreList } from './score-list.js';
import type { TabProps } from './series-page.js';

/** The last plays, the reader's own or everybody's. */
export function PlaysTab({ series, search, change }: TabProps) {
  const { t } = useTranslation('arcade');
  const { data: me } = useQuery(meQuery);
  const mine = search.whose === undefined && me != null;
  return (
    <>
      {me != null && (
        <SegmentedControl
          aria-label={t('plays.whose')}
          style={{ alignSelf: 'flex-start' }}
          value={mine ? 'mine' : 'all'}
          onChange={(whose) => change({ whose: whose === 'all' ? whose : undefined })}
          data={[
            { value: 'mine', label: t('plays.mine') },
            { value: 'all', label: t('plays.all') },
          ]}
        />
      )}
      <Plays series={series.series} page={search.page ?? 0} onPage={(page) => change({ page: page === 0 ? undefined : page })} {...(mine ? { player: me.id } : {})} />
    </>
  );
}

interface PlaysProps {
  series: string;
  player?: number;
  page: number;
  onPage: (page: number) => void;
}

/** Plays of one player or of everybody, newest first. */
export function Plays({ series, player, page, onPage }: PlaysProps) {
  const { t } = useTranslation('arcade');
  const query = useQuery(playsQuery(series, player, page));
  return (
    <QueryView query={query} isEmpty={(plays) => plays.length === 0 && page === 0} empty={<NoScores title={t('plays.none')}>{t('score.noneText')}</NoScores>}>
      {(plays) => (
        <>
          <ScoreList series={series} scores={plays.slice(0, PLAYS_SHOWN)} label={t('series.tab.plays')} withPlayer={player === undefined} />
          <Turns page={page} shown={Math.min(plays.length, PLAYS_SHOWN)} older={plays.length > PLAYS_SHOWN} onPage={onPage} />
        </>
      )}
    </QueryView>
  );
}

/** Newer and older: how many pages there are nobody counts. */
function Turns({ page, shown, older, onPage }: { page: number; shown: number; older: boolean; onPage: (page: number) => void }) {
  const { t } = useTranslation('arcade');
  const format = useFormat();
  if (page === 0 && !older) return null;
  const first = page * PLAYS_SHOWN;
  return (
    <Group justify="center">
      <Button variant="default" disabled={page === 0} onClick={() => onPage(page - 1)}>
        {t('plays.newer')}
      </Button>
      <Text role="status">{shown === 0 ? t('plays.noOlder') : t('plays.range', { first: format.number(first + 1), last: format.number(first + shown) })}</Text>
      <Button variant="default" disabled={!older} onClick={() => onPage(page + 1)}>
        {t('plays.older')}
      </Button>
    </Group>
  );
}
