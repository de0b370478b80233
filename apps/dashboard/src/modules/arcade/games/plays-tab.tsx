import { SegmentedControl, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { QueryView } from '../../../components/states.js';
import { meQuery, PLAYS_SHOWN, playsQuery } from '../api.js';
import { NoScores } from './score-browser.js';
import { ScoreList } from './score-list.js';
import type { TabProps } from './series-page.js';

/** The last plays, the reader's own or everybody's. */
export function PlaysTab({ series }: TabProps) {
  const { t } = useTranslation('arcade');
  const { data: me } = useQuery(meQuery);
  const [whose, setWhose] = useState<'mine' | 'all'>('mine');
  const mine = whose === 'mine' && me != null;
  return (
    <>
      {me != null && (
        <SegmentedControl
          aria-label={t('plays.whose')}
          style={{ alignSelf: 'flex-start' }}
          value={whose}
          onChange={setWhose}
          data={[
            { value: 'mine', label: t('plays.mine') },
            { value: 'all', label: t('plays.all') },
          ]}
        />
      )}
      <Plays series={series.series} {...(mine ? { player: me.id } : {})} />
    </>
  );
}

/** Plays of one player or of everybody, newest first. */
export function Plays({ series, player }: { series: string; player?: number }) {
  const { t } = useTranslation('arcade');
  const query = useQuery(playsQuery(series, player));
  return (
    <QueryView query={query} isEmpty={(plays) => plays.length === 0} empty={<NoScores title={t('plays.none')}>{t('score.noneText')}</NoScores>}>
      {(plays) => (
        <>
          <ScoreList series={series} scores={plays} label={t('series.tab.plays')} withPlayer={player === undefined} />
          {plays.length === PLAYS_SHOWN && (
            <Text size="sm" c="dimmed" ta="center">
              {t('plays.limit', { count: PLAYS_SHOWN })}
            </Text>
          )}
        </>
      )}
    </QueryView>
  );
}
